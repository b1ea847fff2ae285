package dev.cuesheet.localaws.spark.worker.catalog;

import dev.cuesheet.localaws.spi.CatalogAccess.Column;
import dev.cuesheet.localaws.spi.CatalogAccess.Partition;
import dev.cuesheet.localaws.spi.CatalogAccess.Table;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.TableIdentifier;
import org.apache.spark.sql.catalyst.catalog.CatalogStatistics;
import org.apache.spark.sql.catalyst.catalog.CatalogStorageFormat;
import org.apache.spark.sql.catalyst.catalog.CatalogTable;
import org.apache.spark.sql.catalyst.catalog.CatalogTablePartition;
import org.apache.spark.sql.catalyst.catalog.CatalogTableType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.collection.immutable.Map$;
import scala.jdk.javaapi.CollectionConverters;
import scala.math.BigInt;

/** Glue's tables in Spark's terms and back. */
final class GlueTables {
    private static final String SPARK_PROVIDER = "spark.sql.sources.provider";
    private static final String HADOOP_FORMATS = "org.apache.hadoop.hive.ql.io.";

    private GlueTables() {}

    static CatalogTable toSpark(Table table) {
        var provider = provider(table);
        return new CatalogTable(
                new TableIdentifier(table.name(), Option.apply(table.database())),
                CatalogTableType.EXTERNAL(),
                storage(table, table.location()),
                schema(table),
                Option.apply(provider),
                scalaList(table.partitionKeys().stream().map(Column::name)),
                Option.empty(),
                "owner",
                0L,
                -1L,
                "",
                scalaMap(table.parameters()),
                statistics(table),
                Option.empty(),
                Option.empty(),
                Option.empty(),
                scalaList(Stream.empty()),
                true,
                true,
                scalaMap(Map.of()),
                Option.empty());
    }

    private static StructType schema(Table table) {
        var schema = new StructType();
        for (var column : Stream.concat(table.columns().stream(), table.partitionKeys().stream())
                .toList()) {
            schema = schema.add(column.name(), DataType.fromDDL(column.type()), true);
        }
        return schema;
    }

    /** Spark plans a partitioned table by this size; without one it would never broadcast it. */
    private static Option<CatalogStatistics> statistics(Table table) {
        return Optional.ofNullable(table.parameters().get("sizeKey"))
                .map(size ->
                        Option.apply(new CatalogStatistics(BigInt.apply(size), Option.empty(), scalaMap(Map.of()))))
                .orElseGet(Option::empty);
    }

    private static CatalogStorageFormat storage(Table table, String location) {
        return new CatalogStorageFormat(
                place(location),
                Option.apply(table.inputFormat()),
                Option.apply(table.outputFormat()),
                Option.apply(table.serializationLibrary()),
                false,
                scalaMap(options(table)));
    }

    /** Spark compares places as Hadoop writes them: without the slash at the end, and blanks escaped. */
    private static Option<URI> place(String location) {
        return location.isEmpty() ? Option.empty() : Option.apply(new Path(location).toUri());
    }

    /** Who reads the table: what Spark wrote there itself, or what the SerDe stands for. */
    private static String provider(Table table) {
        var own = table.parameters().get(SPARK_PROVIDER);
        if (own != null) {
            return own;
        }
        var serde = table.serializationLibrary() == null ? "" : table.serializationLibrary();
        return switch (serde.substring(serde.lastIndexOf('.') + 1)) {
            case "LazySimpleSerDe" -> DelimitedTextFormat.class.getName();
            case "OpenCSVSerde" -> "csv";
            case "JsonSerDe", "OpenXJsonSerDe" -> "json";
            case "ParquetHiveSerDe" -> "parquet";
            case "OrcSerde" -> "orc";
            default ->
                throw new UnsupportedOperationException(
                        "Cannot read table %s.%s: its SerDe \"%s\" is not supported by the local Glue. Supported are LazySimpleSerDe, OpenCSVSerde, JSON, Parquet and ORC."
                                .formatted(table.database(), table.name(), serde));
        };
    }

    private static Map<String, String> options(Table table) {
        var options = new HashMap<>(table.serdeParameters());
        var headerLines = table.parameters().getOrDefault("skip.header.line.count", "0");
        options.put("skip.header.line.count", headerLines);
        if (provider(table).equals("csv")) {
            options.put("sep", table.serdeParameters().getOrDefault("separatorChar", ","));
            options.put("quote", table.serdeParameters().getOrDefault("quoteChar", "\""));
            options.put("escape", table.serdeParameters().getOrDefault("escapeChar", "\\"));
            options.put("header", Boolean.toString(!headerLines.equals("0")));
        }
        return options;
    }

    static CatalogTablePartition toSpark(Table table, Partition partition) {
        var spec = new HashMap<String, String>();
        for (var i = 0; i < table.partitionKeys().size(); i++) {
            spec.put(table.partitionKeys().get(i).name(), partition.values().get(i));
        }
        return new CatalogTablePartition(
                scalaMap(spec), storage(table, partition.location()), scalaMap(Map.of()), 0L, -1L, Option.empty());
    }

    /**
     * A table that Spark creates, for what writes plain files: Parquet, ORC, JSON, CSV.
     *
     * @throws UnsupportedOperationException for anything that the catalog could not describe to other readers
     */
    static Table toGlue(CatalogTable table) {
        var provider = table.provider().getOrElse(() -> "parquet").toLowerCase(java.util.Locale.ROOT);
        if (table.storage().locationUri().isEmpty()) {
            throw new UnsupportedOperationException(
                    "Cannot create table %s without a place for its data: its database has no location. Name one with option(\"path\", \"s3://...\") or LOCATION."
                            .formatted(table.identifier()));
        }
        if (table.partitionColumnNames().nonEmpty()) {
            throw new UnsupportedOperationException(
                    "Cannot create the partitioned table %s from Spark in the local Glue. Write the files and let a crawler find the partitions."
                            .formatted(table.identifier()));
        }
        var format = Format.of(provider, table.identifier());
        var parameters = new HashMap<>(CollectionConverters.asJava(table.properties()));
        parameters.put("classification", provider);
        parameters.put(SPARK_PROVIDER, provider);
        return new Table(
                table.database(),
                table.identifier().table(),
                "EXTERNAL_TABLE",
                Stream.of(table.schema().fields())
                        .map(field -> new Column(field.name(), field.dataType().catalogString()))
                        .toList(),
                List.of(),
                table.storage().locationUri().get().toString(),
                format.input(),
                format.output(),
                format.serde(),
                CollectionConverters.asJava(table.storage().properties()),
                parameters);
    }

    private record Format(String input, String output, String serde) {

        static Format of(String provider, TableIdentifier table) {
            return switch (provider) {
                case "parquet" ->
                    new Format(
                            HADOOP_FORMATS + "parquet.MapredParquetInputFormat",
                            HADOOP_FORMATS + "parquet.MapredParquetOutputFormat",
                            HADOOP_FORMATS + "parquet.serde.ParquetHiveSerDe");
                case "orc" ->
                    new Format(
                            HADOOP_FORMATS + "orc.OrcInputFormat",
                            HADOOP_FORMATS + "orc.OrcOutputFormat",
                            HADOOP_FORMATS + "orc.OrcSerde");
                case "json" -> text("org.openx.data.jsonserde.JsonSerDe");
                case "csv" -> text("org.apache.hadoop.hive.serde2.OpenCSVSerde");
                default ->
                    throw new UnsupportedOperationException(
                            "Cannot create table %s using %s in the local Glue: use parquet, orc, json or csv."
                                    .formatted(table, provider));
            };
        }

        private static Format text(String serde) {
            return new Format(
                    "org.apache.hadoop.mapred.TextInputFormat",
                    HADOOP_FORMATS + "HiveIgnoreKeyTextOutputFormat",
                    serde);
        }
    }

    static <T> scala.collection.immutable.Seq<T> scalaList(Stream<T> values) {
        return CollectionConverters.asScala(values.toList()).toList();
    }

    static <V> scala.collection.immutable.Map<String, V> scalaMap(Map<String, V> map) {
        return Map$.MODULE$.from(CollectionConverters.asScala(map));
    }
}
