package dev.cuesheet.aws.redshift;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.redshiftdata.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.redshiftdata.model.DescribeStatementResponse;
import software.amazon.awssdk.services.redshiftdata.model.ExecuteStatementRequest;
import software.amazon.awssdk.services.redshiftdata.model.SqlParameter;
import software.amazon.awssdk.services.redshiftdata.model.SubStatementData;

/** Between our statements and the SDK's. */
final class Submissions {
    private Submissions() {}

    static ExecuteStatementRequest single(RedshiftTarget target, SqlStatement statement, String token) {
        var request = ExecuteStatementRequest.builder()
                .sql(statement.sql())
                .clusterIdentifier(target.cluster())
                .workgroupName(target.workgroup())
                .database(target.database())
                .dbUser(target.dbUser())
                .secretArn(target.secretArn())
                .clientToken(token);
        if (!statement.parameters().isEmpty()) {
            request.parameters(statement.parameters().entrySet().stream()
                    .map(p -> SqlParameter.builder()
                            .name(p.getKey())
                            .value(p.getValue())
                            .build())
                    .toList());
        }
        return request.build();
    }

    static BatchExecuteStatementRequest batch(RedshiftTarget target, List<String> statements, String token) {
        return BatchExecuteStatementRequest.builder()
                .sqls(statements)
                .clusterIdentifier(target.cluster())
                .workgroupName(target.workgroup())
                .database(target.database())
                .dbUser(target.dbUser())
                .secretArn(target.secretArn())
                .clientToken(token)
                .build();
    }

    static StatementStatus status(DescribeStatementResponse told) {
        return new StatementStatus(
                told.id(),
                state(told.statusAsString()),
                text(told.error()),
                text(told.queryString()),
                Boolean.TRUE.equals(told.hasResultSet()),
                orUnknown(told.resultRows()),
                nanos(told.duration()),
                orUnknown(told.redshiftQueryId()),
                told.subStatements().stream().map(Submissions::step).toList());
    }

    private static StatementStatus step(SubStatementData told) {
        return new StatementStatus(
                told.id(),
                state(told.statusAsString()),
                text(told.error()),
                text(told.queryString()),
                Boolean.TRUE.equals(told.hasResultSet()),
                orUnknown(told.resultRows()),
                nanos(told.duration()),
                orUnknown(told.redshiftQueryId()),
                List.of());
    }

    private static StatementState state(@Nullable String told) {
        for (var state : StatementState.values()) {
            if (state.name().equals(told)) {
                return state;
            }
        }
        return StatementState.UNKNOWN;
    }

    private static long orUnknown(@Nullable Long value) {
        return value == null ? -1 : value;
    }

    private static Duration nanos(@Nullable Long value) {
        return value == null || value < 0 ? Duration.ZERO : Duration.ofNanos(value);
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
