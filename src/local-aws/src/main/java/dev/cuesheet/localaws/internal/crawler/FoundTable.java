package dev.cuesheet.localaws.internal.crawler;

import java.util.List;

/**
 * A table that a crawl found in the data.
 *
 * @param name the folder's or file's own name, not yet fit for the catalog
 * @param location as an S3 URI; a folder's ends with a slash
 * @param partitionKeys names, outermost folder first
 */
public record FoundTable(
        String name,
        String location,
        FileSchema schema,
        List<String> partitionKeys,
        List<FoundPartition> partitions,
        Statistics statistics,
        List<String> exclusions) {
    public FoundTable {
        partitionKeys = List.copyOf(partitionKeys);
        partitions = List.copyOf(partitions);
        exclusions = List.copyOf(exclusions);
    }

    /** @param values in the order of the table's partition keys */
    public record FoundPartition(List<String> values, String location, FileSchema schema, Statistics statistics) {
        public FoundPartition {
            values = List.copyOf(values);
        }
    }
}
