package dev.cuesheet.cli.command;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Points in time as they are typed and shown. */
final class Moments implements ITypeConverter<Instant> {
    private static final DateTimeFormatter TO_SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    /** In UTC; empty when there is none. */
    static String toSecond(@Nullable Instant moment) {
        return moment == null ? "" : TO_SECOND.format(moment);
    }

    /** A date is its midnight in UTC; a time needs its offset or {@code Z}. */
    @Override
    public Instant convert(String typed) {
        try {
            return typed.contains("T")
                    ? OffsetDateTime.parse(typed).toInstant()
                    : LocalDate.parse(typed).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException e) {
            throw new TypeConversionException(
                    "\"%s\" is neither a date such as 2024-05-01 nor a time such as 2024-05-01T02:00:00Z"
                            .formatted(typed));
        }
    }
}
