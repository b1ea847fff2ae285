package tickit;

import dev.cuesheet.aws.redshift.ClusterSpec;
import dev.cuesheet.aws.redshift.CopyStatement;
import dev.cuesheet.aws.redshift.RedshiftClusters;
import dev.cuesheet.aws.redshift.RedshiftData;
import dev.cuesheet.aws.redshift.RedshiftTarget;
import dev.cuesheet.aws.s3.S3Store;
import dev.cuesheet.engine.TaskContext;
import dev.cuesheet.engine.TaskFailure;
import dev.cuesheet.ingest.TableLayout;
import dev.cuesheet.ingest.tickit.TickitTable;
import dev.cuesheet.operators.LoadedTable;
import dev.cuesheet.operators.S3ToRedshiftOperator;
import dev.cuesheet.operators.TableLoad;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Redshift side: a cluster with one schema of eight tables, loaded in one transaction, then checked. */
final class Warehouse {
    private static final Logger log = LoggerFactory.getLogger(Warehouse.class);
    private static final String CLUSTER = "tickit";
    private static final String DATABASE = "dev";
    private static final String SCHEMA = "tickit";

    /** Where the tables are. */
    record Database(String cluster, String database, String schema) {
        RedshiftTarget target() {
            return RedshiftTarget.ofCluster(cluster, database);
        }
    }

    private final S3Store s3;
    private final RedshiftClusters clusters;
    private final RedshiftData sql;

    Warehouse(S3Store s3, RedshiftClusters clusters, RedshiftData sql) {
        this.s3 = s3;
        this.clusters = clusters;
        this.sql = sql;
    }

    Database create(TaskContext context, Lake lake) throws InterruptedException {
        var made = clusters.ensure(ClusterSpec.named(CLUSTER)
                .nodes(1, "ra3.large")
                .database(DATABASE)
                .masterUser("admin")
                .role(lake.redshiftRole())
                .build());
        log.info("Cluster {} {}", CLUSTER, made.describe());
        clusters.awaitAvailable(CLUSTER, RedshiftClusters.DEFAULT_WAIT);
        var database = new Database(CLUSTER, DATABASE, SCHEMA);
        sql.executeInTransaction(
                database.target(),
                Stream.concat(
                                Stream.of("CREATE SCHEMA IF NOT EXISTS " + SCHEMA),
                                tables().map(table -> table.createTable(SCHEMA)))
                        .toList());
        return database;
    }

    /** Replaces the content of all eight tables at once, or, when anything fails, of none. */
    List<LoadedTable> load(TaskContext context, Lake lake, Database database) throws Exception {
        var loads = Stream.concat(
                Arrays.stream(TickitTable.values()).map(table -> TableLoad.replacing(copyOfRaw(table, lake))),
                Stream.of(TableLoad.replacing(CopyStatement.into(SCHEMA, Consolidated.TABLE.name())
                        .fromFolder(lake.curated())
                        .role(lake.redshiftRole())
                        .parquet()
                        .build())));
        return new S3ToRedshiftOperator(s3, sql, database.target(), loads.toArray(TableLoad[]::new)).execute(context);
    }

    private static CopyStatement copyOfRaw(TickitTable table, Lake lake) {
        var copy = CopyStatement.into(SCHEMA, table.tableName())
                .fromFolder(lake.raw().child(table.tableName()))
                .role(lake.redshiftRole())
                .delimiter(table.delimiter());
        table.timeFormat().ifPresent(format -> copy.timeFormat(format.pattern()));
        return copy.build();
    }

    Verification.Finding verify(TaskContext context, Source.Found source, Database database)
            throws InterruptedException {
        var verification = new Verification(SCHEMA);
        var finding = verification.compare(source.totals(), answers(database, verification.statements()));
        finding.notes().forEach(note -> log.warn("Verification: {}", note));
        if (!finding.faults().isEmpty()) {
            throw TaskFailure.permanent("The warehouse does not hold what the source holds: "
                    + String.join("; ", finding.faults()));
        }
        return finding;
    }

    /** What the queries among the statements answered, by the names of their columns. */
    private Map<String, String> answers(Database database, List<String> statements) throws InterruptedException {
        var answers = new HashMap<String, String>();
        for (var step : sql.executeInTransaction(database.target(), statements).steps()) {
            if (step.hasResultSet()) {
                sql.rows(step.id())
                        .forEach(row -> row.asMap()
                                .forEach((measure, value) -> answers.put(measure, Objects.toString(value, ""))));
            }
        }
        return answers;
    }

    private static Stream<TableLayout> tables() {
        return Stream.concat(
                Arrays.stream(TickitTable.values()).map(TickitTable::layout), Stream.of(Consolidated.TABLE));
    }
}
