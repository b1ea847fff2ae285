package dev.cuesheet.ingest;

import dev.cuesheet.ingest.internal.Utf8;
import java.util.Locale;
import java.util.Set;

/**
 * The type of a warehouse column: how it is declared, what a crawler makes of its text, and which text fits it. Texts
 * are handed over as bytes of UTF-8, because a source has millions of them.
 */
public sealed interface ColumnType {
    /** The type as Redshift's {@code CREATE TABLE} wants it. */
    String sql();

    /** What fits, for a message: {@code an integer from -32768 to 32767}. */
    String expectation();

    /** The types that a Glue crawler may infer from such text. */
    Set<String> crawledAs();

    /** Whether the text from one index up to another is a value of this type. */
    boolean accepts(byte[] text, int from, int to);

    /** Whether an empty text is a value, and not a null. */
    default boolean hasEmptyValue() {
        return false;
    }

    /** Whole numbers. */
    enum Whole implements ColumnType {
        SMALLINT(Short.MIN_VALUE, Short.MAX_VALUE),
        INTEGER(Integer.MIN_VALUE, Integer.MAX_VALUE),
        BIGINT(-999_999_999_999_999_999L, 999_999_999_999_999_999L);

        private final long least;
        private final long most;

        Whole(long least, long most) {
            this.least = least;
            this.most = most;
        }

        @Override
        public String sql() {
            return name();
        }

        @Override
        public String expectation() {
            return "an integer from %d to %d".formatted(least, most);
        }

        @Override
        public Set<String> crawledAs() {
            return Set.of("bigint");
        }

        @Override
        public boolean accepts(byte[] text, int from, int to) {
            var digits = text[from] == '-' || text[from] == '+' ? from + 1 : from;
            if (!Utf8.isDigits(text, digits, to) || to - digits > 18) {
                return false;
            }
            var value = Utf8.digits(text, digits, to);
            value = text[from] == '-' ? -value : value;
            return value >= least && value <= most;
        }
    }

    /** An exact decimal. Surplus digits after the point must be zeros: COPY would cut others off without a word. */
    record Decimal(int precision, int scale) implements ColumnType {
        public Decimal {
            if (precision < 1 || precision > 18 || scale < 0 || scale > precision) {
                throw new IllegalArgumentException("not a decimal type: (%d,%d)".formatted(precision, scale));
            }
        }

        @Override
        public String sql() {
            return "DECIMAL(%d,%d)".formatted(precision, scale);
        }

        @Override
        public String expectation() {
            return "a number with at most %d digits before the point and %d after it"
                    .formatted(precision - scale, scale);
        }

        @Override
        public Set<String> crawledAs() {
            return Set.of("double", "bigint");
        }

        @Override
        public boolean accepts(byte[] text, int from, int to) {
            var start = text[from] == '-' || text[from] == '+' ? from + 1 : from;
            var point = start;
            while (point < to && text[point] != '.') {
                point++;
            }
            var whole = point - start;
            var fraction = Math.max(0, to - point - 1);
            if (whole + fraction == 0
                    || whole > precision - scale
                    || (whole > 0 && !Utf8.isDigits(text, start, point))
                    || (fraction > 0 && !Utf8.isDigits(text, point + 1, to))) {
                return false;
            }
            for (var i = point + 1 + scale; i < to; i++) {
                if (text[i] != '0') {
                    return false;
                }
            }
            return true;
        }
    }

    /** Text of single-byte characters, blank-padded. */
    record Char(int bytes) implements ColumnType {
        @Override
        public String sql() {
            return "CHAR(%d)".formatted(bytes);
        }

        @Override
        public String expectation() {
            return "at most %d single-byte characters".formatted(bytes);
        }

        @Override
        public Set<String> crawledAs() {
            return Set.of("string");
        }

        @Override
        public boolean accepts(byte[] text, int from, int to) {
            return to - from <= bytes && Utf8.isAscii(text, from, to);
        }

        @Override
        public boolean hasEmptyValue() {
            return true;
        }
    }

    /** Text, its length counted in bytes. */
    record Varchar(int bytes) implements ColumnType {
        @Override
        public String sql() {
            return "VARCHAR(%d)".formatted(bytes);
        }

        @Override
        public String expectation() {
            return "at most %d bytes of UTF-8".formatted(bytes);
        }

        @Override
        public Set<String> crawledAs() {
            return Set.of("string");
        }

        @Override
        public boolean accepts(byte[] text, int from, int to) {
            return to - from <= bytes && Utf8.isValid(text, from, to);
        }

        @Override
        public boolean hasEmptyValue() {
            return true;
        }
    }

    /** True or false, in any of the spellings that COPY knows. */
    record Bool() implements ColumnType {
        private static final Set<String> SPELLINGS = Set.of("t", "true", "y", "yes", "1", "f", "false", "n", "no", "0");

        @Override
        public String sql() {
            return "BOOLEAN";
        }

        @Override
        public String expectation() {
            return "TRUE, FALSE or nothing";
        }

        @Override
        public Set<String> crawledAs() {
            return Set.of("boolean");
        }

        @Override
        public boolean accepts(byte[] text, int from, int to) {
            return Utf8.equalsIgnoreCase(text, from, to, "true")
                    || Utf8.equalsIgnoreCase(text, from, to, "false")
                    || (to - from <= 5
                            && SPELLINGS.contains(Utf8.text(text, from, to).toLowerCase(Locale.ROOT)));
        }
    }

    /** A day, {@code YYYY-MM-DD}. */
    record Date() implements ColumnType {
        @Override
        public String sql() {
            return "DATE";
        }

        @Override
        public String expectation() {
            return "a date as YYYY-MM-DD";
        }

        @Override
        public Set<String> crawledAs() {
            return Set.of("string", "date");
        }

        @Override
        public boolean accepts(byte[] text, int from, int to) {
            return TimeFormat.ISO.isDate(text, from, to);
        }
    }

    /** A day and a time of it, without a zone. */
    record Timestamp(TimeFormat format) implements ColumnType {
        @Override
        public String sql() {
            return "TIMESTAMP";
        }

        @Override
        public String expectation() {
            return "a time as " + format.pattern();
        }

        @Override
        public Set<String> crawledAs() {
            return Set.of("string", "timestamp");
        }

        @Override
        public boolean accepts(byte[] text, int from, int to) {
            return format.isTimestamp(text, from, to);
        }
    }
}
