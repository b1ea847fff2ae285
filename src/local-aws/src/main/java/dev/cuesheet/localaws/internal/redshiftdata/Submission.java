package dev.cuesheet.localaws.internal.redshiftdata;

import dev.cuesheet.localaws.internal.AwsHome;
import dev.cuesheet.localaws.internal.iam.Caller;
import dev.cuesheet.localaws.internal.redshift.Clusters;
import dev.cuesheet.localaws.internal.wire.AwsError;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** Checks what is to be executed and hands it over. */
final class Submission {
    private static final int MOST_SQL_BYTES = 100_000;
    private static final int MOST_SQLS = 40;
    private static final int MOST_KEEP_ALIVE = 86_400;
    private static final Pattern PARAMETER = Pattern.compile("[0-9a-zA-Z_]+");

    private final AwsHome home;
    private final DataTargets targets;
    private final Supplier<Statements> statements;

    Submission(AwsHome home, Clusters clusters, Supplier<Statements> statements) {
        this.home = home;
        this.targets = new DataTargets(home, clusters);
        this.statements = statements;
    }

    Statement execute(ObjectNode input, Caller caller) {
        return submit("ExecuteStatement", input, caller, List.of(Inputs.text(input, "Sql")), false);
    }

    Statement batch(ObjectNode input, Caller caller) {
        var sqls = new ArrayList<String>();
        input.path("Sqls").forEach(sql -> sqls.add(sql.asString("")));
        if (sqls.isEmpty() || sqls.size() > MOST_SQLS) {
            throw DataErrors.validation("Sqls must hold 1 to " + MOST_SQLS + " statements, got " + sqls.size() + ".");
        }
        Inputs.find(input, "ExecutionMode")
                .filter(mode -> !mode.equals("TRANSACTION"))
                .ifPresent(mode -> {
                    throw AwsError.notImplemented("redshift-data", "BatchExecuteStatement with ExecutionMode " + mode);
                });
        return submit("BatchExecuteStatement", input, caller, sqls, true);
    }

    private Statement submit(String operation, ObjectNode input, Caller caller, List<String> sqls, boolean batch) {
        for (var sql : sqls) {
            if (sql.isBlank() || sql.getBytes(StandardCharsets.UTF_8).length > MOST_SQL_BYTES) {
                throw DataErrors.validation("A SQL statement must have 1 to " + MOST_SQL_BYTES + " bytes.");
            }
        }
        var continued = Inputs.find(input, "SessionId");
        var target = continued.map(this::targetOf).orElseGet(() -> targets.of(input, caller));
        targets.allow(caller, operation, target);
        var parameters = parameters(input, sqls);
        var use = sessionUse(input);
        var now = home.clock().instant();
        var statement = new Statement(
                UUID.randomUUID().toString(),
                target.cluster(),
                target.database(),
                target.user(),
                caller.roleArn().orElse(caller.arn()),
                caller.userId(),
                Inputs.find(input, "StatementName").orElse(null),
                batch,
                parameters,
                use.id(),
                StatementStatus.SUBMITTED,
                now,
                now,
                Duration.ZERO,
                null,
                sqls.stream().map(sql -> SubStatement.submitted(sql, now)).toList());
        var token = Inputs.find(input, "ClientToken");
        token.filter(text -> text.length() > 64).ifPresent(text -> {
            throw DataErrors.validation("ClientToken must have 1 to 64 characters.");
        });
        return statements.get().submit(statement, use, token, digest(operation, input));
    }

    private DataSessions.Target targetOf(String sessionId) {
        return statements
                .get()
                .sessions()
                .target(sessionId)
                .orElseThrow(() -> DataErrors.notFound("Session " + sessionId + " does not exist or has ended."));
    }

    private Statements.SessionUse sessionUse(ObjectNode input) {
        int seconds = input.path("SessionKeepAliveSeconds").asInt(0);
        if (seconds < 0 || seconds > MOST_KEEP_ALIVE) {
            throw DataErrors.validation("SessionKeepAliveSeconds must be between 0 and " + MOST_KEEP_ALIVE + ".");
        }
        var keepAlive = input.has("SessionKeepAliveSeconds") ? Duration.ofSeconds(seconds) : null;
        var continued = Inputs.find(input, "SessionId");
        if (continued.isPresent()) {
            if (input.has("Database") || input.has("ClusterIdentifier") || input.has("DbUser")) {
                throw DataErrors.validation(
                        "SessionId cannot be given together with ClusterIdentifier, Database or DbUser.");
            }
            return new Statements.SessionUse(continued.get(), false, keepAlive);
        }
        if (seconds == 0) {
            return Statements.SessionUse.own();
        }
        statements.get().sessions().checkRoom();
        return new Statements.SessionUse(DataSessions.newId(), true, keepAlive);
    }

    private static List<Statement.Parameter> parameters(ObjectNode input, List<String> sqls) {
        var parameters = new ArrayList<Statement.Parameter>();
        var names = new HashSet<String>();
        for (var given : input.path("Parameters")) {
            var name = given.path("name").asString("");
            var value = given.path("value").asString("");
            if (!PARAMETER.matcher(name).matches() || value.isEmpty()) {
                throw DataErrors.validation(
                        "A parameter needs a name of letters, digits and _ and a value of at least one character.");
            } else if (!names.add(name)) {
                throw DataErrors.validation("Parameter " + name + " is given twice.");
            } else if (sqls.stream().noneMatch(sql -> sql.contains(":" + name))) {
                throw DataErrors.validation(
                        "Parameters list contains unused parameters. Unused parameters: [" + name + "]");
            }
            parameters.add(new Statement.Parameter(name, value));
        }
        return parameters;
    }

    /** What tells a repeated request from another one; the SQL itself stays out of the token's file. */
    private static String digest(String operation, ObjectNode input) {
        var request = input.deepCopy();
        request.remove("ClientToken");
        request.remove("WaitTimeSeconds");
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            sha.update(operation.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha.digest(request.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
