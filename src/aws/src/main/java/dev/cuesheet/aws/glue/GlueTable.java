package dev.cuesheet.aws.glue;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A table of the catalog. Texts that the catalog does not have are empty. Names are lower case. */
public record GlueTable(
        String database,
        String name,
        String tableType,
        String location,
        List<GlueColumn> columns,
        List<GlueColumn> partitionKeys,
        String inputFormat,
        String outputFormat,
        String serializationLibrary,
        Map<String, String> serdeParameters,
        Map<String, String> parameters) {
    public GlueTable {
        requireNonNull(database, "database");
        requireNonNull(name, "name");
        requireNonNull(tableType, "tableType");
        requireNonNull(location, "location");
        columns = List.copyOf(columns);
        partitionKeys = List.copyOf(partitionKeys);
        requireNonNull(inputFormat, "inputFormat");
        requireNonNull(outputFormat, "outputFormat");
        requireNonNull(serializationLibrary, "serializationLibrary");
        serdeParameters = Map.copyOf(serdeParameters);
        parameters = Map.copyOf(parameters);
    }

    /** Finds a column or partition key by name, whatever its case. */
    public Optional<GlueColumn> column(String column) {
        return Stream.concat(columns.stream(), partitionKeys.stream())
                .filter(c -> c.name().equalsIgnoreCase(column))
                .findFirst();
    }

    /** What a crawler took the files for: {@code csv}, {@code parquet}, ...; empty when it said nothing. */
    public String classification() {
        return parameters.getOrDefault("classification", "");
    }
}
