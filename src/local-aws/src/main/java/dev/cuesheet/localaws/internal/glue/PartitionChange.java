package dev.cuesheet.localaws.internal.glue;

import dev.cuesheet.localaws.internal.crawler.FoundTable;
import dev.cuesheet.localaws.internal.iam.Caller;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a crawl makes of a table's partitions.
 *
 * @param table as the catalog has it now, from which partitions may inherit
 */
record PartitionChange(CrawlerSettings settings, TableShape shape, ObjectNode table, Caller caller) {

    /** @return all partitions that the table is to have */
    List<ObjectNode> decide(List<ObjectNode> before, FoundTable found) {
        var former = new LinkedHashMap<String, ObjectNode>();
        before.forEach(partition -> former.put(Catalog.valuesAsText(partition), partition));
        var partitions = new ArrayList<ObjectNode>();
        for (var seen : found.partitions()) {
            var partition = inheriting(shape.partition(found, seen));
            var old = former.remove(Catalog.valuesAsText(partition));
            partitions.add(old == null ? made(partition) : changed(old, partition));
        }
        former.values().forEach(gone -> retire(gone, partitions));
        return partitions;
    }

    private ObjectNode inheriting(ObjectNode partition) {
        if (settings.inheritFromTable()
                && table.get("StorageDescriptor") instanceof ObjectNode from
                && partition.get("StorageDescriptor") instanceof ObjectNode to) {
            Trees.copy(from, to, List.of("Columns", "InputFormat", "OutputFormat", "SerdeInfo"));
            var parameters = (ObjectNode) partition.path("Parameters");
            if (table.get("Parameters") instanceof ObjectNode own) {
                Trees.copy(own, parameters, List.of("classification"));
            }
        }
        return partition;
    }

    private ObjectNode made(ObjectNode partition) {
        return partition
                .put("DatabaseName", table.path("DatabaseName").asString())
                .put("TableName", table.path("Name").asString())
                .put("CreationTime", Trees.seconds(shape.crawlStart()))
                .put("CatalogId", caller.accountId());
    }

    private ObjectNode changed(ObjectNode old, ObjectNode partition) {
        if (settings.updateBehavior() == CrawlerSettings.UpdateBehavior.LOG) {
            return old;
        }
        var changed = made(partition);
        Trees.copy(old, changed, List.of("CreationTime"));
        var parameters = (ObjectNode) changed.path("Parameters");
        old.path("Parameters").properties().forEach(parameter -> {
            if (!TableShape.OWN.contains(parameter.getKey())) {
                parameters.set(parameter.getKey(), parameter.getValue());
            }
        });
        return changed;
    }

    private void retire(ObjectNode gone, List<ObjectNode> partitions) {
        switch (settings.deleteBehavior()) {
            case DELETE_FROM_DATABASE -> {}
            case LOG -> partitions.add(gone);
            case DEPRECATE_IN_DATABASE -> {
                var parameters = gone.get("Parameters") instanceof ObjectNode own ? own : gone.putObject("Parameters");
                if (!parameters.has(TableShape.DEPRECATED_BY)) {
                    parameters.put(
                            TableShape.DEPRECATED_BY,
                            Long.toString(shape.crawlStart().toEpochMilli()));
                }
                partitions.add(gone);
            }
        }
    }
}
