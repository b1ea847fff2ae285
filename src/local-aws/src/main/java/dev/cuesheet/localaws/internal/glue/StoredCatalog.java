package dev.cuesheet.localaws.internal.glue;

import dev.cuesheet.localaws.internal.iam.Authorizer;
import dev.cuesheet.localaws.internal.iam.Caller;
import dev.cuesheet.localaws.spi.CatalogAccess;
import dev.cuesheet.localaws.spi.ObjectAccess;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The catalog as one identity may see it, for work in this process and for a job's process on the same files. */
public final class StoredCatalog implements CatalogAccess {
    private final Catalog catalog;
    private final TableWriter writer;
    private final Permissions permissions;
    private final Caller caller;

    StoredCatalog(Catalog catalog, Permissions permissions, Caller caller, Clock clock) {
        this.catalog = catalog;
        this.writer = new TableWriter(catalog, clock);
        this.permissions = permissions;
        this.caller = caller;
    }

    /** @param glueHome Glue's folder in the state folder of a local AWS */
    public static CatalogAccess open(Path glueHome, Authorizer authorizer, Caller caller, Clock clock) {
        return new StoredCatalog(
                new Catalog(glueHome.resolve(GlueService.CATALOG)), new Permissions(authorizer), caller, clock);
    }

    @Override
    public List<String> databases() {
        allowed(() -> permissions.onCatalog(caller, "GetDatabases"));
        return catalog.databaseNames();
    }

    @Override
    public boolean hasDatabase(String database) {
        allowed(() -> permissions.onDatabase(caller, "GetDatabase", database));
        return catalog.database(database).isPresent();
    }

    @Override
    public List<String> tables(String database) {
        allowed(() -> permissions.onTable(caller, "GetTables", database, "*"));
        return catalog.tableNames(database);
    }

    @Override
    public Optional<Table> table(String database, String name) {
        allowed(() -> permissions.onTable(caller, "GetTable", database, name));
        return catalog.table(database, name).map(StoredCatalog::table);
    }

    @Override
    public List<Partition> partitions(String database, String table) {
        allowed(() -> permissions.onTable(caller, "GetPartitions", database, table));
        return catalog.partitions(database, table).stream()
                .map(partition -> new Partition(
                        Request.texts(partition.path("Values")),
                        partition.path("StorageDescriptor").path("Location").asString("")))
                .toList();
    }

    @Override
    public void putTable(Table table) {
        var fields = fields(table);
        if (table(table.database(), table.name()).isPresent()) {
            allowed(() -> permissions.onTable(caller, "UpdateTable", table.database(), table.name()));
            writer.update(table.database(), table.name(), fields, Optional.empty(), false);
        } else {
            allowed(() -> permissions.onTable(caller, "CreateTable", table.database(), table.name()));
            writer.create(table.database(), table.name(), fields, caller);
        }
    }

    @Override
    public boolean dropTable(String database, String name) {
        allowed(() -> permissions.onTable(caller, "DeleteTable", database, name));
        return catalog.exclusively(() -> catalog.deleteTable(database, name));
    }

    private static void allowed(Runnable check) {
        try {
            check.run();
        } catch (Authorizer.Denied e) {
            throw new ObjectAccess.AccessDenied(e.getMessage());
        }
    }

    private static Table table(ObjectNode json) {
        var storage = json.path("StorageDescriptor");
        var serde = storage.path("SerdeInfo");
        return new Table(
                json.path("DatabaseName").asString(),
                json.path("Name").asString(),
                json.path("TableType").asString(""),
                columns(storage.path("Columns")),
                columns(json.path("PartitionKeys")),
                storage.path("Location").asString(""),
                storage.path("InputFormat").asString(""),
                storage.path("OutputFormat").asString(""),
                serde.path("SerializationLibrary").asString(""),
                Request.textMap(serde.path("Parameters")),
                Request.textMap(json.path("Parameters")));
    }

    private static List<Column> columns(JsonNode list) {
        var columns = new ArrayList<Column>();
        list.forEach(node -> columns.add(
                new Column(node.path("Name").asString(), node.path("Type").asString("string"))));
        return columns;
    }

    private static ObjectNode fields(Table table) {
        var fields = Trees.object().put("Owner", "owner").put("TableType", table.tableType());
        var storage = fields.putObject("StorageDescriptor")
                .put("Location", table.location())
                .put("InputFormat", table.inputFormat())
                .put("OutputFormat", table.outputFormat())
                .put("Compressed", false)
                .put("NumberOfBuckets", -1);
        write(table.columns(), storage.putArray("Columns"));
        var serde = storage.putObject("SerdeInfo").put("SerializationLibrary", table.serializationLibrary());
        var serdeParameters = serde.putObject("Parameters");
        table.serdeParameters().forEach(serdeParameters::put);
        write(table.partitionKeys(), fields.putArray("PartitionKeys"));
        var parameters = fields.putObject("Parameters");
        table.parameters().forEach(parameters::put);
        return fields;
    }

    private static void write(List<Column> columns, ArrayNode list) {
        columns.forEach(column -> list.addObject().put("Name", column.name()).put("Type", column.type()));
    }
}
