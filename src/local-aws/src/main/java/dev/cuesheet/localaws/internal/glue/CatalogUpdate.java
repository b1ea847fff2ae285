package dev.cuesheet.localaws.internal.glue;

import dev.cuesheet.localaws.internal.crawler.FoundTable;
import dev.cuesheet.localaws.internal.iam.Caller;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings the catalog in line with what a crawl found, as the crawler's policies allow. New tables and partitions are
 * always written. Runs under the crawler's role, which must be allowed each step. For one use.
 */
final class CatalogUpdate {
    private static final Logger log = LoggerFactory.getLogger(CatalogUpdate.class);
    private static final int LONGEST_NAME = 128;

    private final Catalog catalog;
    private final DatabaseOperations databases;
    private final TableWriter writer;
    private final Permissions permissions;
    private final Caller caller;
    private final CrawlerSettings settings;
    private final TableShape shape;
    private final TableChange change;
    private int created;
    private int updated;
    private int deleted;

    record Result(int created, int updated, int deleted) {}

    /** What updates of all crawls have in common. */
    record Maker(
            Catalog catalog, DatabaseOperations databases, TableWriter writer, Permissions permissions, Clock clock) {
        CatalogUpdate make(Caller caller, CrawlerSettings settings, String crawlId) {
            var shape = new TableShape(settings.name(), crawlId, clock.instant());
            return new CatalogUpdate(catalog, databases, writer, permissions, caller, settings, shape);
        }
    }

    CatalogUpdate(
            Catalog catalog,
            DatabaseOperations databases,
            TableWriter writer,
            Permissions permissions,
            Caller caller,
            CrawlerSettings settings,
            TableShape shape) {
        this.catalog = catalog;
        this.databases = databases;
        this.writer = writer;
        this.permissions = permissions;
        this.caller = caller;
        this.settings = settings;
        this.shape = shape;
        this.change = new TableChange(settings, shape);
    }

    Result write(List<FoundTable> found) {
        return catalog.exclusively(() -> {
            makeDatabase();
            var kept = new HashSet<String>();
            found.forEach(table -> kept.add(write(table, kept)));
            retireOthers(kept);
            return new Result(created, updated, deleted);
        });
    }

    private void makeDatabase() {
        var database = settings.database();
        permissions.onDatabase(caller, "GetDatabase", database);
        if (catalog.database(database).isEmpty()) {
            permissions.onDatabase(caller, "CreateDatabase", database);
            databases.create(database, Trees.object(), caller.accountId());
        }
    }

    /** @return the table's name in the catalog */
    private String write(FoundTable found, Set<String> taken) {
        var existing = existing(found);
        var name = existing.map(table -> table.path("Name").asString()).orElseGet(() -> freeName(found, taken));
        permissions.onTable(caller, "GetTable", settings.database(), name);
        if (existing.isEmpty()) {
            permissions.onTable(caller, "CreateTable", settings.database(), name);
            writer.create(settings.database(), name, shape.table(found), caller);
            created++;
            log.info("Crawler {} created table {}.{}", settings.name(), settings.database(), name);
        } else {
            update(name, existing.get(), found);
        }
        if (!found.partitionKeys().isEmpty()) {
            writePartitions(name, found);
        }
        return name;
    }

    private void update(String name, ObjectNode before, FoundTable found) {
        var decided = change.decide(before, found);
        decided.warning().ifPresent(warning -> log.warn("Table {}.{}: {}", settings.database(), name, warning));
        if (decided.fields().isEmpty()) {
            return;
        }
        permissions.onTable(caller, "UpdateTable", settings.database(), name);
        if (decided.isNewVersion()) {
            writer.update(settings.database(), name, decided.fields().get(), Optional.empty(), false);
            updated++;
        } else {
            writer.refresh(settings.database(), name, decided.fields().get());
        }
    }

    private void writePartitions(String name, FoundTable found) {
        var table = TableOperations.existing(catalog, settings.database(), name);
        if (table.path("PartitionKeys").size() != found.partitionKeys().size()) {
            log.warn(
                    "Table {}.{} has other partition keys than the data now; its partitions stay as they are",
                    settings.database(),
                    name);
            return;
        }
        permissions.onTable(caller, "GetPartitions", settings.database(), name);
        permissions.onTable(caller, "BatchCreatePartition", settings.database(), name);
        permissions.onTable(caller, "BatchUpdatePartition", settings.database(), name);
        var partitions = new PartitionChange(settings, shape, table, caller)
                .decide(catalog.partitions(settings.database(), name), found);
        catalog.putPartitions(settings.database(), name, partitions.stream());
    }

    /** The table that an earlier crawl, or somebody else under the same name, made of the same data. */
    private Optional<ObjectNode> existing(FoundTable found) {
        var tables = catalog.tables(settings.database()).stream()
                .filter(table -> sameLocation(table, found.location()))
                .toList();
        return tables.stream()
                .filter(this::isOurs)
                .findFirst()
                .or(() -> tables.stream()
                        .filter(table -> table.path("Name").asString().equals(plainName(found)))
                        .findFirst());
    }

    private boolean isOurs(ObjectNode table) {
        return table.path("Parameters").path(TableShape.UPDATED_BY).asString("").equals(settings.name());
    }

    private static boolean sameLocation(ObjectNode table, String location) {
        return withoutSlash(locationOf(table)).equals(withoutSlash(location));
    }

    private static String locationOf(ObjectNode table) {
        return table.path("StorageDescriptor").path("Location").asString("");
    }

    private static String withoutSlash(String location) {
        return location.endsWith("/") ? location.substring(0, location.length() - 1) : location;
    }

    /** A name that another location holds gets a hash behind it. */
    private String freeName(FoundTable found, Set<String> taken) {
        var plain = plainName(found);
        if (!taken.contains(plain) && catalog.table(settings.database(), plain).isEmpty()) {
            return plain;
        }
        return plain + "_" + md5(found.location());
    }

    private String plainName(FoundTable found) {
        var name =
                (settings.tablePrefix() + found.name()).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
    }

    private static String md5(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has MD5", e);
        }
    }

    /** Tables that this crawler made of data below its targets, which is no longer there. */
    private void retireOthers(Set<String> kept) {
        for (var table : catalog.tables(settings.database())) {
            var name = table.path("Name").asString();
            if (!kept.contains(name) && isOurs(table) && isBelowTargets(locationOf(table))) {
                retire(name, table);
            }
        }
    }

    private boolean isBelowTargets(String location) {
        return settings.targets().stream()
                .anyMatch(target ->
                        (withoutSlash(location) + "/").startsWith("s3://" + target.bucket() + "/" + target.folder())
                                || location.equals("s3://" + target.bucket() + "/" + target.path()));
    }

    private void retire(String name, ObjectNode table) {
        switch (settings.deleteBehavior()) {
            case LOG -> log.warn("The data of table {}.{} is gone", settings.database(), name);
            case DELETE_FROM_DATABASE -> {
                permissions.onTable(caller, "DeleteTable", settings.database(), name);
                catalog.deleteTable(settings.database(), name);
                deleted++;
            }
            case DEPRECATE_IN_DATABASE ->
                change.deprecate(table).ifPresent(fields -> {
                    permissions.onTable(caller, "UpdateTable", settings.database(), name);
                    writer.update(settings.database(), name, fields, Optional.empty(), false);
                    updated++;
                });
        }
    }
}
