package dev.cuesheet.aws.redshift;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.redshiftdata.model.ColumnMetadata;
import software.amazon.awssdk.services.redshiftdata.model.Field;

/** Gives the Data API's fields their types back: what is not a number or a truth value travels as text. */
final class RowReader {
    private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral(' ')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .toFormatter();
    private static final DateTimeFormatter TIMESTAMP_WITH_ZONE = new DateTimeFormatterBuilder()
            .append(TIMESTAMP)
            .appendOffset("+HH:mm", "+00")
            .toFormatter();

    private final List<RedshiftColumn> columns;

    RowReader(List<ColumnMetadata> metadata) {
        this.columns = metadata.stream().map(RowReader::column).toList();
    }

    RedshiftRow row(List<Field> fields) {
        var values = new ArrayList<@Nullable Object>(fields.size());
        for (var i = 0; i < fields.size(); i++) {
            values.add(value(columns.get(i), fields.get(i)));
        }
        return new RedshiftRow(columns, Collections.unmodifiableList(values));
    }

    private static RedshiftColumn column(ColumnMetadata metadata) {
        var name = metadata.label() == null || metadata.label().isEmpty() ? metadata.name() : metadata.label();
        return new RedshiftColumn(
                name,
                metadata.typeName() == null ? "" : metadata.typeName(),
                metadata.precision() == null ? 0 : metadata.precision(),
                metadata.scale() == null ? 0 : metadata.scale());
    }

    private static @Nullable Object value(RedshiftColumn column, Field field) {
        return switch (field.type()) {
            case IS_NULL -> null;
            case BOOLEAN_VALUE -> field.booleanValue();
            case LONG_VALUE -> field.longValue();
            case DOUBLE_VALUE -> field.doubleValue();
            case STRING_VALUE -> fromText(column, field.stringValue());
            case BLOB_VALUE -> HexFormat.of().formatHex(field.blobValue().asByteArrayUnsafe());
            case UNKNOWN_TO_SDK_VERSION ->
                throw new IllegalStateException(
                        "Column %s has a value of a kind this version does not know".formatted(column.name()));
        };
    }

    private static Object fromText(RedshiftColumn column, String text) {
        try {
            return switch (column.type()) {
                case "numeric" -> new BigDecimal(text);
                case "date" -> LocalDate.parse(text);
                case "timestamp" -> LocalDateTime.parse(text, TIMESTAMP);
                case "timestamptz" -> OffsetDateTime.parse(text, TIMESTAMP_WITH_ZONE);
                default -> text;
            };
        } catch (NumberFormatException | DateTimeParseException e) {
            // Redshift has values that Java has not, such as a date before Christ or infinity.
            return text;
        }
    }
}
