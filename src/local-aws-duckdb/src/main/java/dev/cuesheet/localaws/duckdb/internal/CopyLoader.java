package dev.cuesheet.localaws.duckdb.internal;

import dev.cuesheet.localaws.duckdb.internal.copy.CopyCommand;
import dev.cuesheet.localaws.duckdb.internal.copy.CopyFormat;
import dev.cuesheet.localaws.duckdb.internal.copy.LoadRecord;
import dev.cuesheet.localaws.duckdb.internal.copy.ParquetImport;
import dev.cuesheet.localaws.duckdb.internal.copy.SourceFiles;
import dev.cuesheet.localaws.duckdb.internal.copy.TableLoad;
import dev.cuesheet.localaws.duckdb.internal.sql.Sql;
import dev.cuesheet.localaws.duckdb.internal.sql.TableColumn;
import dev.cuesheet.localaws.spi.ObjectAccess.StoredObject;
import dev.cuesheet.localaws.spi.SqlEngineProvider.Surroundings;
import dev.cuesheet.localaws.spi.SqlFailure;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a COPY inside the session's transaction. Whatever goes wrong, the transaction is rolled back by the session, so
 * a load is all or nothing; what went wrong is written to the load log, which is outside of it.
 */
final class CopyLoader {
    private static final Logger log = LoggerFactory.getLogger(CopyLoader.class);
    private static final String STAGE = "cuesheet_copy_stage";

    private final DuckDBConnection connection;
    private final LoadLog loadLog;
    private final Surroundings surroundings;
    private final ToLongFunction<String> insert;
    private final Path importFolder;
    private final BooleanSupplier cancelled;

    CopyLoader(
            DuckDBConnection connection,
            LoadLog loadLog,
            Surroundings surroundings,
            ToLongFunction<String> insert,
            Path importFolder,
            BooleanSupplier cancelled) {
        this.connection = connection;
        this.loadLog = loadLog;
        this.surroundings = surroundings;
        this.insert = insert;
        this.importFolder = importFolder;
        this.cancelled = cancelled;
    }

    void load(CopyCommand command, TableCatalog.Table table, String user, int pid, CopyHistory history) {
        var columns = targets(command, table);
        var files = new SourceFiles(surroundings.objectsAs(role(command)));
        checkRegion(command);
        var objects = files.find(command);
        long query = loadLog.nextQuery();
        history.begun(query);
        var started = loadLog.now();
        var load = new Load(command, table, columns, files);
        try {
            load.run(objects);
        } catch (TableLoad.TooManyErrors e) {
            var failure = new SqlFailure("Load into table '" + table.name()
                    + "' failed.  Check 'stl_load_errors' system table for details.");
            record(query, pid, user, table, started, command, load, failure.getMessage());
            throw failure;
        } catch (SqlFailure e) {
            record(query, pid, user, table, started, command, load, e.getMessage());
            throw e;
        }
        record(query, pid, user, table, started, command, load, "");
        history.loaded(command.control().noLoad() ? 0 : load.rows());
        log.info("Load into table '{}' completed, {} record(s) loaded successfully.", table.name(), load.rows());
        if (load.badRows() > 0) {
            log.info(
                    "Load into table '{}' completed, {} record(s) could not be loaded.  Check 'stl_load_errors' system table for details.",
                    table.name(),
                    load.badRows());
        }
    }

    private String role(CopyCommand command) {
        return command.role()
                .or(surroundings::defaultRole)
                .orElseThrow(() -> new SqlFailure("the cluster has no default IAM role; name one with IAM_ROLE 'arn'"));
    }

    private void checkRegion(CopyCommand command) {
        command.region().filter(region -> !region.equals(surroundings.region())).ifPresent(region -> {
            throw new SqlFailure(
                    "S3ServiceException:The bucket you are attempting to access must be addressed using the specified"
                            + " endpoint,Status 301,Error PermanentRedirect (" + command.source() + " is in "
                            + surroundings.region()
                            + ", COPY names REGION '" + region + "')");
        });
    }

    private static List<TableColumn> targets(CopyCommand command, TableCatalog.Table table) {
        boolean explicitIds = command.conversion().explicitIds();
        if (command.columns().isEmpty()) {
            return table.columns().stream()
                    .filter(column -> explicitIds || !column.identity())
                    .toList();
        }
        var targets =
                command.columns().stream().map(name -> column(table, name)).toList();
        if (targets.stream().distinct().count() < targets.size()) {
            throw new SqlFailure("a column is named twice in the column list of COPY");
        }
        if (!explicitIds && targets.stream().anyMatch(TableColumn::identity)) {
            throw new SqlFailure("an IDENTITY column can be loaded with EXPLICIT_IDS only");
        }
        table.columns().stream()
                .filter(column -> !targets.contains(column) && column.notNull() && !column.hasDefault())
                .findFirst()
                .ifPresent(column -> {
                    throw new SqlFailure(
                            "NOT NULL column without DEFAULT must be included in column list: " + column.name());
                });
        return targets;
    }

    private static TableColumn column(TableCatalog.Table table, String name) {
        return table.columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new SqlFailure("column \"" + name + "\" of relation \"" + table.name() + "\" does not exist"));
    }

    private void record(
            long query,
            int pid,
            String user,
            TableCatalog.Table table,
            Instant started,
            CopyCommand command,
            Load load,
            String error) {
        loadLog.add(new LoadRecord(
                query,
                pid,
                user,
                table.name(),
                table.id(),
                started,
                loadLog.now(),
                command.source().toString(),
                command.format().label(),
                error.isEmpty() ? load.rows() : 0,
                load.loaded(),
                load.errors(),
                error));
    }

    /** One run: straight into the table, or over a temporary one when other columns need their defaults computed. */
    private final class Load {
        private final CopyCommand command;
        private final TableCatalog.Table table;
        private final List<TableColumn> columns;
        private final SourceFiles files;
        private @Nullable TableLoad load;

        Load(CopyCommand command, TableCatalog.Table table, List<TableColumn> columns, SourceFiles files) {
            this.command = command;
            this.table = table;
            this.columns = columns;
            this.files = files;
        }

        void run(List<StoredObject> objects) throws TableLoad.TooManyErrors {
            try {
                if (command.format() instanceof CopyFormat.Parquet
                        || command.control().noLoad()) {
                    read(objects, null, table.columns());
                } else if (needsStage()) {
                    staged(objects);
                } else {
                    try (var appender = appender()) {
                        read(objects, appender, table.columns());
                    }
                }
            } catch (SQLException e) {
                throw Failures.of(e);
            }
        }

        private boolean needsStage() {
            return table.columns().stream().anyMatch(column -> !columns.contains(column) && column.hasDefault());
        }

        private DuckDBAppender appender() throws SQLException {
            return table.temporary()
                    ? connection.createAppender("temp", table.schema(), table.name())
                    : connection.createAppender(table.schema(), table.name());
        }

        private void staged(List<StoredObject> objects) throws SQLException, TableLoad.TooManyErrors {
            var names =
                    columns.stream().map(column -> Sql.quoted(column.name())).collect(Collectors.joining(", "));
            run("CREATE OR REPLACE TEMP TABLE " + STAGE + " AS SELECT " + names + " FROM " + table.quoted()
                    + " LIMIT 0");
            try (var appender = connection.createAppender("temp", "main", STAGE)) {
                read(objects, appender, columns);
            }
            run("INSERT INTO " + table.quoted() + " (" + names + ") SELECT * FROM " + STAGE);
            run("DROP TABLE " + STAGE);
        }

        private void run(String sql) throws SQLException {
            try (var statement = connection.prepareStatement(sql)) {
                statement.execute();
            }
        }

        private void read(List<StoredObject> objects, @Nullable DuckDBAppender appender, List<TableColumn> order)
                throws TableLoad.TooManyErrors {
            var running = new TableLoad(command, columns, order, files, appender, cancelled);
            load = running;
            if (command.format() instanceof CopyFormat.Parquet) {
                var parquet = new ParquetImport(
                        connection,
                        insert,
                        importFolder,
                        table.quoted(),
                        columns,
                        command.conversion().fillRecord());
                for (var object : objects) {
                    running.load(object, parquet);
                }
            } else {
                for (var object : objects) {
                    running.load(object);
                }
            }
        }

        long rows() {
            return load == null ? 0 : load.rows();
        }

        long badRows() {
            return load == null ? 0 : load.badRows();
        }

        List<dev.cuesheet.localaws.duckdb.internal.copy.LoadError> errors() {
            return load == null ? List.of() : load.errors();
        }

        List<dev.cuesheet.localaws.duckdb.internal.copy.LoadedFile> loaded() {
            return load == null ? List.of() : load.loaded();
        }
    }
}
