package dev.cuesheet.localaws.internal.glue;

import dev.cuesheet.localaws.internal.crawler.Column;
import dev.cuesheet.localaws.internal.crawler.FileSchema;
import dev.cuesheet.localaws.internal.crawler.FoundTable;
import dev.cuesheet.localaws.internal.crawler.FoundTable.FoundPartition;
import dev.cuesheet.localaws.internal.crawler.Statistics;
import dev.cuesheet.localaws.internal.state.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes what a crawl found in the catalog's form.
 *
 * @param crawler its name
 */
record TableShape(String crawler, String crawlId, Instant crawlStart) {
    static final String UPDATED_BY = "UPDATED_BY_CRAWLER";
    static final String DEPRECATED_BY = "DEPRECATED_BY_CRAWLER";
    private static final String PARTITION_FILTERING = "partition_filtering.enabled";
    private static final String CRAWL_RUN = "CRAWL_RUN_ID";

    /** Parameters that differ from crawl to crawl though nothing changed in kind. */
    static final Set<String> FLEETING = Set.of(CRAWL_RUN, "objectCount", "sizeKey", "recordCount", "averageRecordSize");

    /** Every parameter that a crawler writes and may take away again. */
    static final Set<String> OWN = Set.of(
            "classification",
            "typeOfData",
            "delimiter",
            "columnsOrdered",
            "areColumnsQuoted",
            "skip.header.line.count",
            "compressionType",
            "objectCount",
            "sizeKey",
            "recordCount",
            "averageRecordSize",
            "CrawlerSchemaSerializerVersion",
            "CrawlerSchemaDeserializerVersion",
            UPDATED_BY,
            CRAWL_RUN,
            "exclusions",
            PARTITION_FILTERING,
            DEPRECATED_BY);

    ObjectNode table(FoundTable found) {
        var parameters = parameters(found.schema(), found.statistics(), found.exclusions());
        if (!found.partitionKeys().isEmpty()) {
            parameters.put(PARTITION_FILTERING, "true");
        }
        var table = Trees.object()
                .put("Owner", "owner")
                .put("LastAccessTime", Trees.seconds(crawlStart))
                .put("Retention", 0);
        table.set("StorageDescriptor", storage(found.schema(), found.location(), parameters));
        var keys = table.putArray("PartitionKeys");
        found.partitionKeys().forEach(key -> keys.addObject().put("Name", key).put("Type", "string"));
        table.put("TableType", "EXTERNAL_TABLE");
        put(parameters, table.putObject("Parameters"));
        return table;
    }

    ObjectNode partition(FoundTable table, FoundPartition found) {
        var parameters = parameters(found.schema(), found.statistics(), table.exclusions());
        var partition = Trees.object();
        var values = partition.putArray("Values");
        found.values().forEach(values::add);
        partition.put("LastAccessTime", Trees.seconds(crawlStart));
        partition.set("StorageDescriptor", storage(found.schema(), found.location(), parameters));
        put(parameters, partition.putObject("Parameters"));
        return partition;
    }

    private static ObjectNode storage(FileSchema schema, String location, Map<String, String> parameters) {
        var format = schema.format();
        var storage = Trees.object();
        var columns = storage.putArray("Columns");
        for (Column column : schema.columns()) {
            columns.addObject()
                    .put("Name", column.name())
                    .put("Type", column.type().hive());
        }
        storage.put("Location", location)
                .put("InputFormat", format.inputFormat())
                .put("OutputFormat", format.outputFormat())
                .put("Compressed", !schema.compression().equals("none"))
                .put("NumberOfBuckets", -1);
        var serde = storage.putObject("SerdeInfo").put("SerializationLibrary", format.serializationLibrary());
        put(format.serdeParameters(), serde.putObject("Parameters"));
        storage.putArray("BucketColumns");
        storage.putArray("SortColumns");
        put(parameters, storage.putObject("Parameters"));
        return storage.put("StoredAsSubDirectories", false);
    }

    private Map<String, String> parameters(FileSchema schema, Statistics statistics, List<String> exclusions) {
        var parameters = new TreeMap<>(schema.format().tableParameters());
        parameters.put("classification", schema.format().classification());
        parameters.put("typeOfData", "file");
        parameters.put("compressionType", schema.compression());
        parameters.put("objectCount", Long.toString(statistics.objects()));
        parameters.put("sizeKey", Long.toString(statistics.bytes()));
        parameters.put("recordCount", Long.toString(statistics.records()));
        parameters.put("averageRecordSize", Long.toString(statistics.averageRecordSize()));
        parameters.put("CrawlerSchemaSerializerVersion", "1.0");
        parameters.put("CrawlerSchemaDeserializerVersion", "1.0");
        parameters.put(UPDATED_BY, crawler);
        parameters.put(CRAWL_RUN, crawlId);
        if (!exclusions.isEmpty()) {
            var list = Json.mapper().createArrayNode();
            exclusions.forEach(list::add);
            parameters.put("exclusions", list.toString());
        }
        return parameters;
    }

    private static void put(Map<String, String> from, ObjectNode to) {
        from.forEach(to::put);
    }
}
