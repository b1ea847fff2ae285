package dev.cuesheet.aws.glue;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/** One partition: its values in the order of the table's partition keys. */
public record GluePartition(List<String> values, String location, Map<String, String> parameters) {
    public GluePartition {
        values = List.copyOf(values);
        requireNonNull(location, "location");
        parameters = Map.copyOf(parameters);
    }
}
