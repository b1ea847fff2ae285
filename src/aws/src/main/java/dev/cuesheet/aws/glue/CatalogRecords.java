package dev.cuesheet.aws.glue;

import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.SerDeInfo;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;

/** Between the SDK's catalog types and ours. The SDK's getters give null for what the catalog does not have. */
final class CatalogRecords {
    private static final StorageDescriptor NO_STORAGE =
            StorageDescriptor.builder().build();
    private static final SerDeInfo NO_SERDE = SerDeInfo.builder().build();

    private CatalogRecords() {}

    static GlueDatabase database(Database database) {
        return new GlueDatabase(
                database.name(), text(database.description()), text(database.locationUri()), database.parameters());
    }

    static GlueTable table(Table table) {
        var storage = table.storageDescriptor() == null ? NO_STORAGE : table.storageDescriptor();
        var serde = storage.serdeInfo() == null ? NO_SERDE : storage.serdeInfo();
        return new GlueTable(
                table.databaseName(),
                table.name(),
                text(table.tableType()),
                text(storage.location()),
                columns(storage.columns()),
                columns(table.partitionKeys()),
                text(storage.inputFormat()),
                text(storage.outputFormat()),
                text(serde.serializationLibrary()),
                serde.parameters(),
                table.parameters());
    }

    static TableInput input(GlueTable table) {
        return TableInput.builder()
                .name(table.name())
                .tableType(orNull(table.tableType()))
                .parameters(table.parameters())
                .partitionKeys(sdkColumns(table.partitionKeys()))
                .storageDescriptor(s -> s.location(orNull(table.location()))
                        .columns(sdkColumns(table.columns()))
                        .inputFormat(orNull(table.inputFormat()))
                        .outputFormat(orNull(table.outputFormat()))
                        .serdeInfo(serde -> serde.serializationLibrary(orNull(table.serializationLibrary()))
                                .parameters(table.serdeParameters())))
                .build();
    }

    static GluePartition partition(Partition partition) {
        var storage = partition.storageDescriptor();
        return new GluePartition(
                partition.values(), storage == null ? "" : text(storage.location()), partition.parameters());
    }

    private static List<GlueColumn> columns(List<Column> columns) {
        return columns.stream()
                .map(c -> new GlueColumn(c.name(), text(c.type()), text(c.comment())))
                .toList();
    }

    private static List<Column> sdkColumns(List<GlueColumn> columns) {
        return columns.stream()
                .map(c -> Column.builder()
                        .name(c.name())
                        .type(orNull(c.type()))
                        .comment(orNull(c.comment()))
                        .build())
                .toList();
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static @Nullable String orNull(String value) {
        return value.isEmpty() ? null : value;
    }
}
