package dev.cuesheet.localaws.internal.redshiftdata;

import dev.cuesheet.localaws.internal.AwsHome;
import dev.cuesheet.localaws.internal.Once;
import dev.cuesheet.localaws.internal.iam.Caller;
import dev.cuesheet.localaws.internal.redshift.Clusters;
import dev.cuesheet.localaws.internal.state.Json;
import dev.cuesheet.localaws.internal.wire.AwsError;
import dev.cuesheet.localaws.internal.wire.JsonService;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The Redshift Data API. Safe to share between threads. */
public final class RedshiftDataService implements JsonService, AutoCloseable {
    private static final Set<String> OPERATIONS = Set.of(
            "ExecuteStatement",
            "BatchExecuteStatement",
            "DescribeStatement",
            "GetStatementResult",
            "CancelStatement",
            "ListStatements",
            "ListDatabases",
            "ListSchemas",
            "ListTables",
            "DescribeTable");
    private static final int PAGE = 100;
    private static final int MOST_WAIT_SECONDS = 30;

    private final AwsHome home;
    private final Once<Statements> statements;
    private final Submission submission;
    private final CatalogQueries catalog;

    public RedshiftDataService(AwsHome home, Clusters clusters) {
        this.home = home;
        this.statements = new Once<>(() -> new Statements(home, clusters));
        this.submission = new Submission(home, clusters, statements);
        this.catalog = new CatalogQueries(home, clusters);
    }

    @Override
    public String name() {
        return "redshift-data";
    }

    @Override
    public String targetPrefix() {
        return "RedshiftData";
    }

    @Override
    public Set<String> operations() {
        return OPERATIONS;
    }

    @Override
    public JsonNode handle(String operation, ObjectNode input, Caller caller) {
        return switch (operation) {
            case "ExecuteStatement" -> submitted(submission.execute(input, caller), input);
            case "BatchExecuteStatement" -> submitted(submission.batch(input, caller), input);
            case "DescribeStatement" -> describe(input, caller);
            case "GetStatementResult" -> result(input, caller);
            case "CancelStatement" -> cancel(input, caller);
            case "ListStatements" -> list(input, caller);
            case "ListDatabases" -> catalog.databases(input, caller);
            case "ListSchemas" -> catalog.schemas(input, caller);
            case "ListTables" -> catalog.tables(input, caller);
            case "DescribeTable" -> catalog.describe(input, caller);
            default -> throw AwsError.notImplemented(name(), operation);
        };
    }

    private ObjectNode submitted(Statement statement, ObjectNode input) {
        waitIfAsked(input, statement.id());
        var out = Json.mapper().createObjectNode();
        out.put("Id", statement.id());
        out.put("ClusterIdentifier", statement.cluster());
        out.put("Database", statement.database());
        out.put("DbUser", statement.dbUser());
        out.put("CreatedAt", StatementJson.seconds(statement.createdAt()));
        out.putArray("DbGroups");
        if (statement.sessionId() != null) {
            out.put("SessionId", statement.sessionId());
        }
        return out;
    }

    private void waitIfAsked(ObjectNode input, String id) {
        int seconds = input.path("WaitTimeSeconds").asInt(0);
        if (seconds < 0 || seconds > MOST_WAIT_SECONDS) {
            throw DataErrors.validation("WaitTimeSeconds must be between 1 and " + MOST_WAIT_SECONDS + ".");
        } else if (seconds > 0) {
            statements.get().await(id, Duration.ofSeconds(seconds));
        }
    }

    /** The statement that the input's Id names, once the caller may do this with it. */
    private Statement permitted(String operation, ObjectNode input, Caller caller) {
        var id = Inputs.text(input, "Id");
        var statement = statements.get().find(id.contains(":") ? id.substring(0, id.indexOf(':')) : id);
        var owner = statement.map(Statement::ownerId).orElse(caller.userId());
        home.authorizer()
                .check(
                        caller,
                        "redshift-data:" + operation,
                        "*",
                        Map.of("redshift-data:statement-owner-iam-userid", owner));
        return statements.get().get(id);
    }

    private JsonNode describe(ObjectNode input, Caller caller) {
        var statement = permitted("DescribeStatement", input, caller);
        waitIfAsked(input, statement.id());
        return StatementJson.describe(statements.get().get(statement.id()), Inputs.text(input, "Id"));
    }

    private JsonNode result(ObjectNode input, Caller caller) {
        waitIfAsked(input, permitted("GetStatementResult", input, caller).id());
        var askedFor = Inputs.text(input, "Id");
        var statement = statements.get().get(askedFor);
        int part = statement.part(askedFor).orElseThrow(() -> DataErrors.notFound("Query does not exist."));
        var found = statement.parts().get(part);
        if (found.status() == StatementStatus.FINISHED && statement.status().isFinal() && found.hasResultSet()) {
            return page(statement, part, input);
        }
        throw DataErrors.notFound(
                statement.status().isFinal()
                        ? "Query does not have result. Please check query status with DescribeStatement."
                        : "Query result is not ready yet: the query is " + found.status()
                                + ". Please check query status with DescribeStatement.");
    }

    private JsonNode page(Statement statement, int part, ObjectNode input) {
        var page = statements.get().results().read(statement.id(), part, token(input));
        var out = Json.mapper().createObjectNode();
        StatementJson.columns(page.columns(), out.putArray("ColumnMetadata"));
        var records = out.putArray("Records");
        for (var row : page.rows()) {
            var record = records.addArray();
            row.forEach(value -> Results.field(value, record.addObject()));
        }
        out.put("TotalNumRows", statement.parts().get(part).rows());
        page.next().ifPresent(next -> out.put("NextToken", Long.toString(next)));
        return out;
    }

    private static long token(ObjectNode input) {
        var token = input.path("NextToken").asString("0");
        if (!token.matches("\\d{1,15}")) {
            throw DataErrors.validation("NextToken is not one of this result.");
        }
        return Long.parseLong(token);
    }

    private JsonNode cancel(ObjectNode input, Caller caller) {
        var statement = permitted("CancelStatement", input, caller);
        if (!statements.get().cancel(statement.id())) {
            throw DataErrors.validation("Could not cancel a query that is already in "
                    + statements.get().get(statement.id()).status() + " state, ID: " + statement.id());
        }
        return Json.mapper().createObjectNode().put("Status", true);
    }

    private JsonNode list(ObjectNode input, Caller caller) {
        home.authorizer().check(caller, "redshift-data:ListStatements", "*");
        var status = input.path("Status").asString("FINISHED").toUpperCase(Locale.ROOT);
        var name = input.path("StatementName").asString("");
        boolean role = input.path("RoleLevel").asBoolean(true);
        int size = Inputs.pageSize(input, PAGE);
        var found = statements.get().all().stream()
                .filter(statement ->
                        status.equals("ALL") || statement.status().name().equals(status))
                .filter(statement -> String.valueOf(statement.name() == null ? "" : statement.name())
                        .startsWith(name))
                .filter(statement -> role
                        ? statement.owner().equals(caller.roleArn().orElse(caller.arn()))
                        : statement.ownerId().equals(caller.userId()))
                .filter(statement -> Inputs.matches(input, "ClusterIdentifier", statement.cluster()))
                .filter(statement -> Inputs.matches(input, "Database", statement.database()))
                .toList();
        int from = (int) Math.min(found.size(), token(input));
        int to = Math.min(found.size(), from + size);
        var out = Json.mapper().createObjectNode();
        var list = out.putArray("Statements");
        found.subList(from, to).forEach(statement -> StatementJson.summary(statement, list.addObject()));
        if (to < found.size()) {
            out.put("NextToken", Integer.toString(to));
        }
        return out;
    }

    @Override
    public void close() {
        statements.ifMade(Statements::close);
    }
}
