package dev.cuesheet.localaws.internal.redshiftdata;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes statements as the Data API's answers have them. */
final class StatementJson {
    private StatementJson() {}

    static BigDecimal seconds(Instant time) {
        return BigDecimal.valueOf(time.toEpochMilli(), 3);
    }

    /** @param askedFor the id in the request, which may name one part of a batch */
    static ObjectNode describe(Statement statement, String askedFor) {
        var out = dev.cuesheet.localaws.internal.state.Json.mapper().createObjectNode();
        if (!askedFor.equals(statement.id())) {
            int index = statement.part(askedFor).orElseThrow();
            target(statement, out);
            part(statement.parts().get(index), askedFor, out);
            return out;
        }
        target(statement, out);
        out.put("Id", statement.id());
        out.put("Status", statement.status().name());
        out.put("CreatedAt", seconds(statement.createdAt()));
        out.put("UpdatedAt", seconds(statement.updatedAt()));
        out.put("Duration", statement.duration().toNanos());
        out.put(
                "HasResultSet",
                statement.parts().stream().anyMatch(SubStatement::hasResultSet)
                        && statement.status() == StatementStatus.FINISHED);
        out.put("RedshiftQueryId", statement.batch() ? 0 : -1);
        putIfPresent(out, "Error", statement.error());
        var parts = statement.parts();
        if (statement.batch()) {
            var list = out.putArray("SubStatements");
            for (int i = 0; i < parts.size(); i++) {
                part(parts.get(i), statement.id() + ":" + (i + 1), list.addObject());
            }
            out.put("ResultRows", -1);
            out.put("ResultSize", -1);
        } else {
            out.put("QueryString", parts.get(0).sql());
            out.put("ResultRows", parts.get(0).rows());
            out.put("ResultSize", parts.get(0).bytes());
        }
        parameters(statement, out);
        return out;
    }

    private static void target(Statement statement, ObjectNode out) {
        out.put("ClusterIdentifier", statement.cluster());
        out.put("Database", statement.database());
        out.put("DbUser", statement.dbUser());
        out.put("RedshiftPid", 0);
        out.put("ResultFormat", "JSON");
        putIfPresent(out, "SessionId", statement.sessionId());
    }

    private static void part(SubStatement part, String id, ObjectNode out) {
        out.put("Id", id);
        out.put("Status", part.status().name());
        out.put("CreatedAt", seconds(part.createdAt()));
        out.put("UpdatedAt", seconds(part.updatedAt()));
        out.put("Duration", part.duration().toNanos());
        out.put("HasResultSet", part.hasResultSet());
        out.put("QueryString", part.sql());
        out.put("ResultRows", part.rows());
        out.put("ResultSize", part.bytes());
        out.put("RedshiftQueryId", -1);
        putIfPresent(out, "Error", part.error());
    }

    static void summary(Statement statement, ObjectNode out) {
        out.put("Id", statement.id());
        out.put("Status", statement.status().name());
        out.put("CreatedAt", seconds(statement.createdAt()));
        out.put("UpdatedAt", seconds(statement.updatedAt()));
        out.put("IsBatchStatement", statement.batch());
        out.put("ResultFormat", "JSON");
        putIfPresent(out, "StatementName", statement.name());
        putIfPresent(out, "SessionId", statement.sessionId());
        if (statement.batch()) {
            var list = out.putArray("QueryStrings");
            statement.parts().forEach(part -> list.add(part.sql()));
        } else {
            out.put("QueryString", statement.parts().get(0).sql());
        }
        parameters(statement, out);
    }

    private static void parameters(Statement statement, ObjectNode out) {
        if (!statement.parameters().isEmpty()) {
            var list = out.putArray("QueryParameters");
            statement
                    .parameters()
                    .forEach(parameter ->
                            list.addObject().put("name", parameter.name()).put("value", parameter.value()));
        }
    }

    static void columns(JsonNode columns, ArrayNode out) {
        for (var column : columns) {
            var type = column.path("typeName").asString("");
            var name = column.path("name").asString("");
            boolean number = type.startsWith("int") || type.startsWith("float") || type.equals("numeric");
            out.addObject()
                    .put("name", name)
                    .put("label", name)
                    .put("typeName", type)
                    .put("length", column.path("length").asInt(0))
                    .put("precision", column.path("precision").asInt(0))
                    .put("scale", column.path("scale").asInt(0))
                    .put("nullable", column.path("nullable").asBoolean(true) ? 1 : 0)
                    .put("isCaseSensitive", type.equals("varchar") || type.equals("bpchar"))
                    .put("isCurrency", false)
                    .put("isSigned", number)
                    .put("schemaName", "")
                    .put("tableName", "");
        }
    }

    private static void putIfPresent(ObjectNode out, String name, @Nullable String value) {
        if (value != null) {
            out.put(name, value);
        }
    }
}
