package dev.cuesheet.operators;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.cuesheet.aws.AwsException;
import dev.cuesheet.aws.Wait;
import dev.cuesheet.aws.redshift.CopyStatement;
import dev.cuesheet.aws.redshift.CopyStatement.SourceKind;
import dev.cuesheet.aws.redshift.RedshiftData;
import dev.cuesheet.aws.redshift.RedshiftTarget;
import dev.cuesheet.aws.redshift.SqlStatement;
import dev.cuesheet.aws.redshift.StatementStatus;
import dev.cuesheet.aws.s3.S3Object;
import dev.cuesheet.aws.s3.S3Store;
import dev.cuesheet.engine.Operator;
import dev.cuesheet.engine.TaskContext;
import dev.cuesheet.engine.TaskFailure;
import dev.cuesheet.engine.lineage.DeclaresLineage;
import dev.cuesheet.engine.lineage.Lineage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads tables from S3 by COPY, all in one transaction: a load that fails leaves every table as it was. The result is how
 * many rows each table got. A failed load says which file, line and column Redshift did not like. Immutable; safe to share
 * between threads.
 */
public final class S3ToRedshiftOperator implements Operator<List<LoadedTable>>, DeclaresLineage {
    private static final Logger log = LoggerFactory.getLogger(S3ToRedshiftOperator.class);
    private static final String LOADED_ROWS = "SELECT pg_last_copy_count()";

    private final S3Store s3;
    private final RedshiftData data;
    private final RedshiftTarget target;
    private final List<TableLoad> loads;
    private final Wait wait;

    private S3ToRedshiftOperator(
            S3Store s3, RedshiftData data, RedshiftTarget target, List<TableLoad> loads, Wait wait) {
        this.s3 = requireNonNull(s3, "s3");
        this.data = requireNonNull(data, "data");
        this.target = requireNonNull(target, "target");
        this.loads = List.copyOf(loads);
        this.wait = requireNonNull(wait, "wait");
        if (loads.isEmpty()) {
            throw new IllegalArgumentException("There is no table to load");
        }
    }

    public S3ToRedshiftOperator(S3Store s3, RedshiftData data, RedshiftTarget target, TableLoad... loads) {
        this(s3, data, target, Arrays.asList(loads), RedshiftData.DEFAULT_WAIT);
    }

    /** How often to look and for how long; the task's execution timeout ends the wait earlier. */
    public S3ToRedshiftOperator waiting(Wait patience) {
        return new S3ToRedshiftOperator(s3, data, target, loads, patience);
    }

    @Override
    public Map<String, String> templates() {
        var templates = new LinkedHashMap<String, String>();
        for (var load : loads) {
            var copy = load.copy();
            var name = "%s.%s".formatted(copy.schema(), copy.table());
            templates.put("table " + name, name);
            templates.put("source of " + name, copy.source().toString());
            if (copy.role() != null) {
                templates.put("role of " + name, copy.role());
            }
        }
        return templates;
    }

    @Override
    public Lineage lineage(UnaryOperator<String> render) {
        var where = target.renderedWith(render);
        var copies =
                loads.stream().map(load -> load.copy().renderedWith(render)).toList();
        return new Lineage(
                copies.stream().map(copy -> AwsLineage.of(copy.source())).toList(),
                copies.stream()
                        .map(copy -> AwsLineage.of(data, where, copy.schema(), copy.table()))
                        .toList());
    }

    @Override
    public List<LoadedTable> execute(TaskContext context) throws InterruptedException {
        var where = target.renderedWith(context::render);
        var rendered = loads.stream()
                .map(load -> new TableLoad(load.copy().renderedWith(context::render), load.mode()))
                .toList();
        return AwsWork.attempt(() -> {
            for (var load : rendered) {
                checkSource(load.copy());
            }
            return load(context, where, rendered);
        });
    }

    private List<LoadedTable> load(TaskContext context, RedshiftTarget where, List<TableLoad> rendered)
            throws InterruptedException {
        var batch = new Batch(rendered);
        var status = new DurableStatement(data, where, context, "load").run(batch.statements, wait);
        var failed = status.failedStep();
        if (failed.isPresent()) {
            var copy = batch.copyOf(status.steps().indexOf(failed.get()));
            throw AwsWork.endedBadly(status.describe() + loadErrors(where, copy, failed.get()));
        }
        var id = DurableStatement.succeeded(status).id();
        var loaded = new ArrayList<LoadedTable>();
        for (var i = 0; i < rendered.size(); i++) {
            var copy = rendered.get(i).copy();
            loaded.add(new LoadedTable(copy.schema(), copy.table(), countIn(id + ":" + batch.counts.get(i))));
            log.info("Loaded {} rows into {}", loaded.get(i).rows(), copy.target());
        }
        return loaded;
    }

    private long countIn(String statementId) {
        return data.rows(statementId)
                .findFirst()
                .map(row -> row.value(0))
                .map(rows -> ((Number) rows).longValue())
                .orElse(-1L);
    }

    /** The statements of all loads in their order, and which of them belong to which load. */
    private static final class Batch {
        final List<SqlStatement> statements = new ArrayList<>();
        /** The Data API's number, counted from one, of the statement that tells a load's rows. */
        final List<Integer> counts = new ArrayList<>();

        private final List<CopyStatement> owners = new ArrayList<>();

        Batch(List<TableLoad> loads) {
            for (var load : loads) {
                switch (load.mode()) {
                    // TRUNCATE would commit the transaction.
                    case REPLACE -> add(load, "DELETE FROM " + load.copy().target());
                    case APPEND -> {}
                }
                add(load, load.copy().sql());
                add(load, LOADED_ROWS);
                counts.add(statements.size());
            }
        }

        private void add(TableLoad load, String sql) {
            statements.add(SqlStatement.of(sql));
            owners.add(load.copy());
        }

        CopyStatement copyOf(int step) {
            return owners.get(step);
        }
    }

    /** COPY takes a key for a beginning of keys, so that a source of one object must be the only one that begins so. */
    private void checkSource(CopyStatement copy) {
        if (copy.sourceKind() != SourceKind.OBJECT) {
            return;
        }
        var captured = s3.list(copy.source()).limit(3).map(S3Object::uri).toList();
        if (!captured.equals(List.of(copy.source()))) {
            throw TaskFailure.permanent("COPY from %s would load %s instead of that one object. %s"
                    .formatted(copy.source(), captured, "Load its folder or a manifest."));
        }
    }

    /** Redshift keeps what was wrong with the rows even when the load is rolled back. */
    private String loadErrors(RedshiftTarget where, CopyStatement copy, StatementStatus failed)
            throws InterruptedException {
        if (!failed.error().contains("load_error")) {
            return "";
        }
        try {
            return data.query(where, loadErrorsOf(copy, failed))
                    .map(row -> "; %s line %s column %s: %s"
                            .formatted(
                                    row.value("file_name"),
                                    row.value("line_number"),
                                    row.value("column_name"),
                                    row.value("error_message")))
                    .collect(joining());
        } catch (AwsException e) {
            log.warn("The reasons of the failed load could not be read: {}", e.getMessage());
            return "";
        }
    }

    /** Where the Data API does not tell the query's number, the newest load of these files is the one. */
    private static SqlStatement loadErrorsOf(CopyStatement copy, StatementStatus failed) {
        var columns = """
                SELECT trim(file_name) AS file_name, line_number, trim(column_name) AS column_name,
                  trim(error_message) AS error_message
                FROM sys_load_error_detail
                WHERE query_id = %s ORDER BY file_name, line_number LIMIT 3""";
        if (failed.queryId() > 0) {
            return SqlStatement.of(columns.formatted(":query_id::bigint")).with("query_id", failed.queryId());
        }
        var newest = "(SELECT max(query_id) FROM sys_load_error_detail WHERE position(:source IN file_name) = 1)";
        return SqlStatement.of(columns.formatted(newest)).with("source", copy.source());
    }
}
