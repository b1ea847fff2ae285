package dev.cuesheet.aws.glue;

import dev.cuesheet.aws.AwsException.Reason;
import dev.cuesheet.aws.Calls;
import dev.cuesheet.aws.Pages;
import dev.cuesheet.aws.Pages.Page;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.GlueClient;

/** Databases, tables and partitions of the Glue Data Catalog. Safe to share between threads. */
public final class GlueCatalog {
    private final Calls<GlueClient> glue;

    private GlueCatalog(Calls<GlueClient> glue) {
        this.glue = glue;
    }

    public static GlueCatalog using(GlueClient client) {
        return using(() -> client);
    }

    /** The client is asked for when the first call needs it. */
    public static GlueCatalog using(Supplier<GlueClient> client) {
        return new GlueCatalog(new Calls<>("Glue", client));
    }

    // Databases

    public Optional<GlueDatabase> findDatabase(String name) {
        return Calls.unless(Reason.NOT_FOUND, () -> getDatabase(name));
    }

    public GlueDatabase getDatabase(String name) {
        return glue.call(
                "GetDatabase",
                "look up database " + name,
                c -> CatalogRecords.database(c.getDatabase(r -> r.name(name)).database()));
    }

    public Stream<GlueDatabase> listDatabases() {
        return Pages.stream(token -> glue.call("GetDatabases", "list databases", c -> {
            var page = c.getDatabases(r -> r.nextToken(token));
            return new Page<>(
                    page.databaseList().stream().map(CatalogRecords::database).toList(), page.nextToken());
        }));
    }

    /** Makes the database unless it is there; true when it was made. */
    public boolean createDatabaseIfAbsent(String name, String description) {
        if (findDatabase(name).isPresent()) {
            return false;
        }
        var text = description.isEmpty() ? null : description;
        return Calls.unless(
                        Reason.ALREADY_EXISTS,
                        () -> glue.call(
                                "CreateDatabase",
                                "create database " + name,
                                c -> c.createDatabase(
                                        r -> r.databaseInput(d -> d.name(name).description(text)))))
                .isPresent();
    }

    /** Removes the database with its tables; succeeds when it is already gone. */
    public void deleteDatabase(String name) {
        glue.find("DeleteDatabase", "delete database " + name, c -> c.deleteDatabase(r -> r.name(name)));
    }

    // Tables

    public Optional<GlueTable> findTable(String database, String name) {
        return Calls.unless(Reason.NOT_FOUND, () -> getTable(database, name));
    }

    public GlueTable getTable(String database, String name) {
        return glue.call(
                "GetTable",
                "look up table %s.%s".formatted(database, name),
                c -> CatalogRecords.table(
                        c.getTable(r -> r.databaseName(database).name(name)).table()));
    }

    /** Lists the database's tables. Pages are fetched as the stream is read. */
    public Stream<GlueTable> listTables(String database) {
        return Pages.stream(token -> glue.call("GetTables", "list the tables of database " + database, c -> {
            var page = c.getTables(r -> r.databaseName(database).nextToken(token));
            return new Page<>(
                    page.tableList().stream().map(CatalogRecords::table).toList(), page.nextToken());
        }));
    }

    /** Makes the table, or replaces the one of the same name. */
    public void putTable(GlueTable table) {
        var input = CatalogRecords.input(table);
        var attempt = "write table %s.%s".formatted(table.database(), table.name());
        if (findTable(table.database(), table.name()).isPresent()) {
            glue.call(
                    "UpdateTable",
                    attempt,
                    c -> c.updateTable(r -> r.databaseName(table.database()).tableInput(input)));
        } else {
            glue.call(
                    "CreateTable",
                    attempt,
                    c -> c.createTable(r -> r.databaseName(table.database()).tableInput(input)));
        }
    }

    /** Removes the table; succeeds when it is already gone. */
    public void deleteTable(String database, String name) {
        glue.find(
                "DeleteTable",
                "delete table %s.%s".formatted(database, name),
                c -> c.deleteTable(r -> r.databaseName(database).name(name)));
    }

    // Partitions

    /** Lists every partition of the table. Pages are fetched as the stream is read. */
    public Stream<GluePartition> listPartitions(String database, String table) {
        return partitions(database, table, null);
    }

    /** Lists the partitions that satisfy Glue's expression, for example {@code ds = '2024-05-01'}. */
    public Stream<GluePartition> listPartitions(String database, String table, String expression) {
        return partitions(database, table, expression);
    }

    private Stream<GluePartition> partitions(String database, String table, @Nullable String expression) {
        var attempt = "list the partitions of %s.%s".formatted(database, table);
        return Pages.stream(token -> glue.call("GetPartitions", attempt, c -> {
            var page = c.getPartitions(r -> r.databaseName(database)
                    .tableName(table)
                    .expression(expression)
                    .excludeColumnSchema(true)
                    .nextToken(token));
            return new Page<>(
                    page.partitions().stream().map(CatalogRecords::partition).toList(), page.nextToken());
        }));
    }
}
