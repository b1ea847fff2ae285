package dev.cuesheet.localaws.internal.glue;

import dev.cuesheet.localaws.internal.iam.Caller;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Creates and changes tables, keeping what Glue itself says of them: times, maker, version. */
final class TableWriter {
    private static final List<String> KEPT =
            List.of("Name", "DatabaseName", "CreateTime", "CreatedBy", "CatalogId", "IsRegisteredWithLakeFormation");

    private final Catalog catalog;
    private final Clock clock;

    TableWriter(Catalog catalog, Clock clock) {
        this.catalog = catalog;
        this.clock = clock;
    }

    /** @param fields what the client or the crawler says of the table */
    void create(String database, String name, ObjectNode fields, Caller creator) {
        catalog.exclusively(() -> {
            DatabaseOperations.existing(catalog, database);
            if (catalog.table(database, name).isPresent()) {
                throw GlueErrors.alreadyExists("Table already exists.");
            }
            var now = Trees.seconds(clock.instant());
            var table = Trees.object()
                    .put("Name", name)
                    .put("DatabaseName", database)
                    .put("CreateTime", now)
                    .put("UpdateTime", now);
            if (!fields.has("Retention")) {
                table.put("Retention", 0);
            }
            table.setAll(fields);
            table.put("CreatedBy", creator.arn())
                    .put("IsRegisteredWithLakeFormation", false)
                    .put("CatalogId", creator.accountId())
                    .put("VersionId", "0");
            catalog.putTable(database, name, table);
            return table;
        });
    }

    /**
     * Replaces what was said of the table.
     *
     * @param expectedVersion refuses the change when the table has meanwhile become another version
     * @param skipArchive forgets the former version instead of keeping it
     */
    void update(
            String database, String name, ObjectNode fields, Optional<String> expectedVersion, boolean skipArchive) {
        catalog.exclusively(() -> {
            var before = TableOperations.existing(catalog, database, name);
            var version = before.path("VersionId").asString();
            if (expectedVersion.filter(expected -> !expected.equals(version)).isPresent()) {
                throw GlueErrors.error(
                        "ConcurrentModificationException",
                        "Update table failed due to concurrent modifications: the table is at version " + version
                                + ".");
            }
            if (!skipArchive) {
                catalog.archive(database, name, before);
            }
            var after = Trees.object();
            Trees.copy(before, after, KEPT);
            after.put("UpdateTime", Trees.seconds(clock.instant()));
            if (!fields.has("Retention")) {
                after.put("Retention", 0);
            }
            after.setAll(fields);
            after.put("VersionId", Long.toString(Long.parseLong(version) + 1));
            catalog.putTable(database, name, after);
            return after;
        });
    }

    /** Replaces what was said of the table without making a new version: for sizes and times. */
    void refresh(String database, String name, ObjectNode fields) {
        catalog.exclusively(() -> {
            var before = TableOperations.existing(catalog, database, name);
            var after = Trees.object();
            Trees.copy(before, after, KEPT);
            Trees.copy(before, after, List.of("UpdateTime"));
            after.setAll(fields);
            Trees.copy(before, after, List.of("VersionId"));
            catalog.putTable(database, name, after);
            return after;
        });
    }
}
