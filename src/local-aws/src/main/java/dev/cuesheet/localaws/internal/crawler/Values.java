package dev.cuesheet.localaws.internal.crawler;

import java.util.Set;
import java.util.regex.Pattern;

/** Which type a text value speaks for. */
final class Values {
    /**
     * Values that say nothing about their column. Only the empty cell is known to be passed over; Hive's null marker
     * {@code \N} is text to the classifier, which makes its column a string. To have it passed over, add it here.
     */
    static final Set<String> SILENT = Set.of("");

    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]{1,19}");
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?(?:[0-9]+\\.[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?[0-9]+[eE][+-]?[0-9]+");

    private Values() {}

    static ColumnType typeOf(String value) {
        if (SILENT.contains(value)) {
            return ColumnType.UNSEEN;
        }
        if (isLong(value)) {
            return ColumnType.BIGINT;
        }
        if (value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false")) {
            return ColumnType.BOOLEAN;
        }
        return DECIMAL.matcher(value).matches() ? ColumnType.DOUBLE : ColumnType.STRING;
    }

    private static boolean isLong(String value) {
        if (!INTEGER.matcher(value).matches()) {
            return false;
        }
        try {
            Long.parseLong(value);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
