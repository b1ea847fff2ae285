package dev.cuesheet.localaws.internal.glue;

import dev.cuesheet.localaws.internal.crawler.FoundTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a crawl makes of a table that the catalog already has. */
record TableChange(CrawlerSettings settings, TableShape shape) {
    /** Changes that merging new columns must not make silently. */
    private static final List<String> DEFINING = List.of("classification", "compressionType", "delimiter");

    /**
     * @param fields the table's new description; empty when it stays as it is
     * @param isNewVersion false when only sizes and the like changed
     */
    record Decided(Optional<ObjectNode> fields, boolean isNewVersion, Optional<String> warning) {}

    Decided decide(ObjectNode before, FoundTable found) {
        var after = shape.table(found);
        var former = TableOperations.fields(before);
        if (settings.mergeNewColumns() && isRedefined(former, after)) {
            return new Decided(
                    deprecate(before),
                    true,
                    Optional.of("its classification, compression or delimiter changed, so it is deprecated"));
        }
        if (settings.updateBehavior() == CrawlerSettings.UpdateBehavior.LOG) {
            var differs = !columns(former).equals(columns(after));
            return new Decided(
                    Optional.empty(),
                    false,
                    differs
                            ? Optional.of("its data has other columns now; the policy is to log only")
                            : Optional.empty());
        }
        if (settings.mergeNewColumns()) {
            keepDefinition(former, after);
        }
        keepForeign(former, after);
        return new Decided(Optional.of(after), !steady(former).equals(steady(after)), Optional.empty());
    }

    /** The table with the mark of a table whose data is gone; empty when it has it already. */
    Optional<ObjectNode> deprecate(ObjectNode table) {
        var fields = TableOperations.fields(table);
        if (fields.path("Parameters").has(TableShape.DEPRECATED_BY)) {
            return Optional.empty();
        }
        parameters(fields)
                .put(TableShape.DEPRECATED_BY, Long.toString(shape.crawlStart().toEpochMilli()));
        return Optional.of(fields);
    }

    private static boolean isRedefined(ObjectNode former, ObjectNode after) {
        return DEFINING.stream()
                .anyMatch(key -> !former.path("Parameters")
                        .path(key)
                        .equals(after.path("Parameters").path(key)));
    }

    /** Formats and known columns stay; columns that are new come behind them. */
    private static void keepDefinition(ObjectNode former, ObjectNode after) {
        var storage = (ObjectNode) after.path("StorageDescriptor");
        var kept = former.path("StorageDescriptor");
        var columns = new LinkedHashMap<String, JsonNode>();
        kept.path("Columns").forEach(column -> columns.put(column.path("Name").asString(), column));
        storage.path("Columns")
                .forEach(column -> columns.putIfAbsent(column.path("Name").asString(), column));
        var merged = storage.putArray("Columns");
        columns.values().forEach(column -> merged.add(column.deepCopy()));
        if (kept instanceof ObjectNode keptStorage) {
            Trees.copy(keptStorage, storage, List.of("InputFormat", "OutputFormat", "SerdeInfo"));
        }
        Trees.copy(former, after, List.of("PartitionKeys"));
    }

    /** What others wrote on the table is not the crawler's to take away. */
    private static void keepForeign(ObjectNode former, ObjectNode after) {
        for (var parent : List.of("", "StorageDescriptor")) {
            var from = parent.isEmpty() ? former : former.path(parent);
            var to = parameters((ObjectNode) (parent.isEmpty() ? after : after.path(parent)));
            from.path("Parameters").properties().forEach(parameter -> {
                if (!TableShape.OWN.contains(parameter.getKey())) {
                    to.set(parameter.getKey(), parameter.getValue());
                }
            });
        }
        for (var field : List.of("Description", "ViewOriginalText", "ViewExpandedText")) {
            Trees.copy(former, after, List.of(field));
        }
        keepComments(former, after);
    }

    private static void keepComments(ObjectNode former, ObjectNode after) {
        var comments = new LinkedHashMap<String, JsonNode>();
        former.path("StorageDescriptor").path("Columns").forEach(column -> {
            if (column.has("Comment")) {
                comments.put(column.path("Name").asString(), column.path("Comment"));
            }
        });
        after.path("StorageDescriptor").path("Columns").forEach(column -> {
            var comment = comments.get(column.path("Name").asString());
            if (comment != null) {
                ((ObjectNode) column).set("Comment", comment);
            }
        });
    }

    /** The description without what changes from crawl to crawl. */
    private static ObjectNode steady(ObjectNode fields) {
        var steady = fields.deepCopy();
        steady.remove(List.of("LastAccessTime", "LastAnalyzedTime"));
        for (var holder : List.of(steady, steady.path("StorageDescriptor"))) {
            if (holder.path("Parameters") instanceof ObjectNode parameters) {
                parameters.remove(TableShape.FLEETING);
            }
        }
        return steady;
    }

    private static List<String> columns(ObjectNode fields) {
        var columns = new ArrayList<String>();
        fields.path("StorageDescriptor")
                .path("Columns")
                .forEach(column -> columns.add(column.path("Name").asString() + " "
                        + column.path("Type").asString("")));
        return columns;
    }

    private static ObjectNode parameters(ObjectNode holder) {
        return holder.get("Parameters") instanceof ObjectNode parameters ? parameters : holder.putObject("Parameters");
    }
}
