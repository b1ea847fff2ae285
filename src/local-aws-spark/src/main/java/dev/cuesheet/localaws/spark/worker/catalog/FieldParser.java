package dev.cuesheet.localaws.spark.worker.catalog;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Makes a value of a column's type from a field's bytes, in Spark's own representation; null for what does not fit. */
@FunctionalInterface
interface FieldParser {

    @Nullable
    Object parse(byte[] bytes, int start, int length);

    static boolean supports(DataType type) {
        return type instanceof StringType
                || type instanceof LongType
                || type instanceof IntegerType
                || type instanceof ShortType
                || type instanceof ByteType
                || type instanceof DoubleType
                || type instanceof FloatType
                || type instanceof BooleanType
                || type instanceof DecimalType
                || type instanceof DateType
                || type instanceof TimestampType;
    }

    static FieldParser of(DataType type) {
        if (type instanceof StringType) {
            return UTF8String::fromBytes;
        } else if (type instanceof LongType) {
            return (bytes, start, length) -> whole(bytes, start, length, Long.MIN_VALUE, Long.MAX_VALUE);
        } else if (type instanceof IntegerType) {
            return (bytes, start, length) -> {
                var value = whole(bytes, start, length, Integer.MIN_VALUE, Integer.MAX_VALUE);
                return value == null ? null : value.intValue();
            };
        } else if (type instanceof ShortType) {
            return (bytes, start, length) -> {
                var value = whole(bytes, start, length, Short.MIN_VALUE, Short.MAX_VALUE);
                return value == null ? null : value.shortValue();
            };
        } else if (type instanceof ByteType) {
            return (bytes, start, length) -> {
                var value = whole(bytes, start, length, Byte.MIN_VALUE, Byte.MAX_VALUE);
                return value == null ? null : value.byteValue();
            };
        } else if (type instanceof BooleanType) {
            return (bytes, start, length) -> truth(text(bytes, start, length));
        } else if (type instanceof DecimalType decimal) {
            return (bytes, start, length) -> lenient(() -> decimal(text(bytes, start, length), decimal));
        } else if (type instanceof DoubleType) {
            return (bytes, start, length) -> lenient(() -> Double.valueOf(text(bytes, start, length)));
        } else if (type instanceof FloatType) {
            return (bytes, start, length) -> lenient(() -> Float.valueOf(text(bytes, start, length)));
        } else if (type instanceof DateType) {
            return (bytes, start, length) -> lenient(
                    () -> (int) LocalDate.parse(text(bytes, start, length)).toEpochDay());
        } else if (type instanceof TimestampType) {
            return (bytes, start, length) -> lenient(() -> microseconds(text(bytes, start, length)));
        }
        throw new UnsupportedOperationException(
                "The local Glue cannot read columns of type %s from delimited text.".formatted(type.catalogString()));
    }

    private static String text(byte[] bytes, int start, int length) {
        return new String(bytes, start, length, US_ASCII);
    }

    /** An optional sign and digits; as in Hive a fraction may follow and is dropped. */
    private static @Nullable Long whole(byte[] bytes, int start, int length, long least, long most) {
        var end = start + length;
        var at = start;
        var negative = length > 0 && bytes[at] == '-';
        if (length > 0 && (negative || bytes[at] == '+')) {
            at++;
        }
        if (at == end) {
            return null;
        }
        var value = 0L; // counted downwards, as there is one more number below zero
        for (; at < end && bytes[at] != '.'; at++) {
            var digit = bytes[at] - '0';
            if (digit < 0 || digit > 9 || value < (Long.MIN_VALUE + digit) / 10) {
                return null;
            }
            value = value * 10 - digit;
        }
        for (at++; at < end; at++) {
            if (bytes[at] < '0' || bytes[at] > '9') {
                return null;
            }
        }
        if (!negative && value == Long.MIN_VALUE) {
            return null;
        }
        var signed = negative ? value : -value;
        return signed < least || signed > most ? null : signed;
    }

    private static @Nullable Boolean truth(String text) {
        return text.equalsIgnoreCase("true") ? Boolean.TRUE : text.equalsIgnoreCase("false") ? Boolean.FALSE : null;
    }

    private static @Nullable Decimal decimal(String text, DecimalType type) {
        var value = Decimal.apply(new BigDecimal(text));
        return value.changePrecision(type.precision(), type.scale()) ? value : null;
    }

    /** Hive writes times without a zone; a job's zone is UTC. */
    private static long microseconds(String text) {
        var time = Timestamp.valueOf(text).toLocalDateTime();
        return Math.addExact(
                Math.multiplyExact(time.toEpochSecond(ZoneOffset.UTC), 1_000_000L), time.getNano() / 1_000);
    }

    /** A value, or null when its text is not one. */
    interface Conversion {
        @Nullable
        Object convert();
    }

    private static @Nullable Object lenient(Conversion conversion) {
        try {
            return conversion.convert();
        } catch (IllegalArgumentException | DateTimeParseException | ArithmeticException e) {
            return null;
        }
    }
}
