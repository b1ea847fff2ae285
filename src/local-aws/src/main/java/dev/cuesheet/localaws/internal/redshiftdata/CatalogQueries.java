package dev.cuesheet.localaws.internal.redshiftdata;

import dev.cuesheet.localaws.internal.AwsHome;
import dev.cuesheet.localaws.internal.iam.Caller;
import dev.cuesheet.localaws.internal.redshift.Clusters;
import dev.cuesheet.localaws.internal.state.Json;
import dev.cuesheet.localaws.spi.SqlFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists of databases, schemas, tables and columns, read from the cluster's own catalog. */
final class CatalogQueries {
    private static final int PAGE = 1_000;

    private final DataTargets targets;
    private final Clusters clusters;

    CatalogQueries(AwsHome home, Clusters clusters) {
        this.targets = new DataTargets(home, clusters);
        this.clusters = clusters;
    }

    JsonNode databases(ObjectNode input, Caller caller) {
        var rows = rows("ListDatabases", input, caller, "show databases", Map.of());
        return page(input, rows, "Databases", (out, row) -> out.put("", text(row.get(0))));
    }

    JsonNode schemas(ObjectNode input, Caller caller) {
        var pattern = Inputs.find(input, "SchemaPattern");
        var rows = rows(
                "ListSchemas",
                input,
                caller,
                "select schema_name from svv_all_schemas where schema_name like :pattern order by 1",
                Map.of("pattern", pattern.orElse("%")));
        return page(input, rows, "Schemas", (out, row) -> out.put("", text(row.get(0))));
    }

    JsonNode tables(ObjectNode input, Caller caller) {
        var rows = rows(
                "ListTables",
                input,
                caller,
                "select table_schema, table_name, table_type from svv_tables where table_schema like :schema and table_name like :name"
                        + " order by 1, 2",
                Map.of(
                        "schema", Inputs.find(input, "SchemaPattern").orElse("%"),
                        "name", Inputs.find(input, "TablePattern").orElse("%")));
        return page(
                input,
                rows,
                "Tables",
                (out, row) -> out.put("schema", text(row.get(0)))
                        .put("name", text(row.get(1)))
                        .put("type", text(row.get(2)).equals("VIEW") ? "VIEW" : "TABLE"));
    }

    JsonNode describe(ObjectNode input, Caller caller) {
        var table = Inputs.text(input, "Table");
        var rows = rows(
                "DescribeTable",
                input,
                caller,
                "select column_name, data_type, character_maximum_length, numeric_precision, numeric_scale, is_nullable,"
                        + " table_schema, column_default from svv_columns where table_name = :table and table_schema like :schema"
                        + " order by table_schema, ordinal_position",
                Map.of("table", table, "schema", Inputs.find(input, "Schema").orElse("%")));
        var answer = page(input, rows, "ColumnList", (out, row) -> {
            out.put("name", text(row.get(0)))
                    .put("label", text(row.get(0)))
                    .put("typeName", wireType(text(row.get(1))));
            out.put("length", number(row.get(2))).put("precision", Math.max(number(row.get(2)), number(row.get(3))));
            out.put("scale", number(row.get(4)))
                    .put("nullable", text(row.get(5)).equals("YES") ? 1 : 0);
            out.put("schemaName", text(row.get(6))).put("tableName", table);
            Optional.ofNullable(row.get(7)).ifPresent(value -> out.put("columnDefault", value.toString()));
        });
        answer.put("TableName", table);
        return answer;
    }

    private List<List<@Nullable Object>> rows(
            String operation, ObjectNode input, Caller caller, String sql, Map<String, String> parameters) {
        var target = targets.of(input, caller);
        targets.allow(caller, operation, target);
        var database = Inputs.find(input, "ConnectedDatabase").isPresent()
                ? Inputs.text(input, "ConnectedDatabase")
                : target.database();
        try (var session = clusters.engine(target.cluster()).openSession(database, target.user());
                var result = session.execute(sql, parameters)) {
            var rows = new ArrayList<List<@Nullable Object>>();
            for (var row = result.next(); row != null; row = result.next()) {
                rows.add(row);
            }
            return rows;
        } catch (SqlFailure e) {
            throw DataErrors.databaseConnection(e.getMessage());
        }
    }

    private static ObjectNode page(
            ObjectNode input,
            List<List<@Nullable Object>> rows,
            String list,
            BiConsumer<ObjectNode, List<@Nullable Object>> writer) {
        var token = Inputs.find(input, "NextToken").filter(text -> text.matches("\\d{1,9}"));
        int from = Math.min(rows.size(), token.map(Integer::parseInt).orElse(0));
        int to = Math.min(rows.size(), from + Inputs.pageSize(input, PAGE));
        var out = Json.mapper().createObjectNode();
        var items = out.putArray(list);
        for (var row : rows.subList(from, to)) {
            var item = Json.mapper().createObjectNode();
            writer.accept(item, row);
            // A list of names is a list of plain texts.
            items.add(item.has("") ? item.get("") : item);
        }
        if (to < rows.size()) {
            out.put("NextToken", Integer.toString(to));
        }
        return out;
    }

    private static String wireType(String type) {
        return switch (type) {
            case "smallint" -> "int2";
            case "integer" -> "int4";
            case "bigint" -> "int8";
            case "real" -> "float4";
            case "double precision" -> "float8";
            case "boolean" -> "bool";
            case "character" -> "bpchar";
            case "character varying" -> "varchar";
            case "timestamp without time zone" -> "timestamp";
            case "timestamp with time zone" -> "timestamptz";
            default -> type;
        };
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static int number(@Nullable Object value) {
        return value instanceof Number number ? number.intValue() : 0;
    }
}
