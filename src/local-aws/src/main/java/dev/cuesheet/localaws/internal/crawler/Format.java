package dev.cuesheet.localaws.internal.crawler;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the files of a table are read, in Hive's terms.
 *
 * @param classification Glue's word: {@code csv}, {@code json}, {@code parquet}, {@code UNKNOWN}
 * @param serdeParameters parameters of the serialization library
 * @param tableParameters what the format adds to the table's own parameters, for example the delimiter
 */
public record Format(
        String classification,
        String inputFormat,
        String outputFormat,
        String serializationLibrary,
        Map<String, String> serdeParameters,
        Map<String, String> tableParameters) {
    private static final String TEXT_INPUT = "org.apache.hadoop.mapred.TextInputFormat";
    private static final String TEXT_OUTPUT = "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat";
    private static final String LAZY_SIMPLE = "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe";

    static final String OPEN_CSV = "org.apache.hadoop.hive.serde2.OpenCSVSerde";
    static final Format UNKNOWN = new Format("UNKNOWN", "", "", "", Map.of(), Map.of());

    public Format {
        serdeParameters = Collections.unmodifiableMap(new TreeMap<>(serdeParameters));
        tableParameters = Collections.unmodifiableMap(new TreeMap<>(tableParameters));
    }

    public boolean isKnown() {
        return !equals(UNKNOWN);
    }

    static Format csv(char delimiter, boolean header) {
        var parameters = csvParameters(delimiter, header);
        parameters.put("areColumnsQuoted", "false");
        return new Format(
                "csv",
                TEXT_INPUT,
                TEXT_OUTPUT,
                LAZY_SIMPLE,
                Map.of("field.delim", String.valueOf(delimiter)),
                parameters);
    }

    static Format openCsv(char delimiter, char quote, boolean header) {
        var parameters = csvParameters(delimiter, header);
        parameters.put("areColumnsQuoted", "true");
        return new Format(
                "csv",
                TEXT_INPUT,
                TEXT_OUTPUT,
                OPEN_CSV,
                Map.of(
                        "separatorChar",
                        String.valueOf(delimiter),
                        "quoteChar",
                        String.valueOf(quote),
                        "escapeChar",
                        "\\"),
                parameters);
    }

    private static Map<String, String> csvParameters(char delimiter, boolean header) {
        var parameters = new TreeMap<String, String>();
        parameters.put("delimiter", String.valueOf(delimiter));
        parameters.put("columnsOrdered", "true");
        if (header) {
            parameters.put("skip.header.line.count", "1");
        }
        return parameters;
    }

    /** @param keys the top-level keys; the library wants them sorted */
    static Format json(java.util.Collection<String> keys) {
        return new Format(
                "json",
                TEXT_INPUT,
                TEXT_OUTPUT,
                "org.openx.data.jsonserde.JsonSerDe",
                Map.of("paths", String.join(",", new java.util.TreeSet<>(keys))),
                Map.of());
    }

    static Format parquet() {
        return new Format(
                "parquet",
                "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
                "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
                "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe",
                Map.of("serialization.format", "1"),
                Map.of());
    }

    /** Whether files of the two formats can be one table; JSON files may differ in their keys. */
    boolean isLike(Format other) {
        return classification.equals(other.classification)
                && serializationLibrary.equals(other.serializationLibrary)
                && tableParameters.equals(other.tableParameters)
                && (classification.equals("json") || serdeParameters.equals(other.serdeParameters));
    }
}
