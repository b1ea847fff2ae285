package dev.cuesheet.localaws.duckdb.internal.sql;

import dev.cuesheet.localaws.spi.SqlFailure;
import java.util.ArrayList;
import java.util.List;

/** Turns the patterns of TO_CHAR, TO_DATE and TO_TIMESTAMP into DuckDB's. */
final class DateFormats {
    /** Pattern, DuckDB's directive, and what is done with its text: as it is, upper or lower case, or padded as Oracle did. */
    private record Part(String pattern, String directive, String wrap) {}

    private static final List<Part> PARTS = List.of(
            new Part("YYYY", "%Y", ""),
            new Part("YY", "%y", ""),
            new Part("MONTH", "%B", "rpad(upper(?), 9, ' ')"),
            new Part("Month", "%B", "rpad(?, 9, ' ')"),
            new Part("MON", "%b", "upper(?)"),
            new Part("Mon", "%b", ""),
            new Part("mon", "%b", "lower(?)"),
            new Part("MM", "%m", ""),
            new Part("MI", "%M", ""),
            new Part("DDD", "%j", ""),
            new Part("DD", "%d", ""),
            new Part("DAY", "%A", "rpad(upper(?), 9, ' ')"),
            new Part("Day", "%A", "rpad(?, 9, ' ')"),
            new Part("DY", "%a", "upper(?)"),
            new Part("Dy", "%a", ""),
            new Part("HH24", "%H", ""),
            new Part("HH12", "%I", ""),
            new Part("HH", "%I", ""),
            new Part("SS", "%S", ""),
            new Part("US", "%f", ""),
            new Part("MS", "%g", ""),
            new Part("AM", "%p", ""),
            new Part("PM", "%p", ""),
            new Part("IW", "%V", ""),
            new Part("Q", "", "quarter"),
            new Part("D", "", "dow + 1"));

    private DateFormats() {}

    /** An expression that prints the time stamp by the pattern. */
    static String print(String timestamp, String pattern) {
        var pieces = new ArrayList<String>();
        var plain = new StringBuilder();
        for (int at = 0; at < pattern.length(); ) {
            var part = partAt(pattern, at);
            if (part == null) {
                at = literal(pattern, at, plain);
            } else {
                at += part.pattern().length();
                if (part.wrap().isEmpty()) {
                    plain.append(part.directive());
                } else {
                    flush(timestamp, plain, pieces);
                    pieces.add(special(timestamp, part));
                }
            }
        }
        flush(timestamp, plain, pieces);
        return pieces.isEmpty() ? "''" : "(" + String.join(" || ", pieces) + ")";
    }

    /** The directives that read text of the pattern. */
    static String read(String pattern) {
        var out = new StringBuilder();
        for (int at = 0; at < pattern.length(); ) {
            var part = partAt(pattern, at);
            if (part == null) {
                at = literal(pattern, at, out);
            } else if (part.directive().isEmpty()) {
                throw new SqlFailure("the date format '" + pattern + "' cannot be read back");
            } else {
                out.append(part.directive());
                at += part.pattern().length();
            }
        }
        return out.toString();
    }

    private static String special(String timestamp, Part part) {
        return switch (part.wrap()) {
            case "quarter" -> "CAST(quarter(" + timestamp + ") AS VARCHAR)";
            case "dow + 1" -> "CAST(dayofweek(" + timestamp + ") + 1 AS VARCHAR)";
            default -> part.wrap().replace("?", "strftime(" + timestamp + ", '" + part.directive() + "')");
        };
    }

    private static void flush(String timestamp, StringBuilder plain, List<String> pieces) {
        if (plain.length() > 0) {
            pieces.add("strftime(" + timestamp + ", " + Sql.literal(plain.toString()) + ")");
            plain.setLength(0);
        }
    }

    private static int literal(String pattern, int at, StringBuilder out) {
        char c = pattern.charAt(at);
        if (c == '"') {
            int end = pattern.indexOf('"', at + 1);
            if (end > 0) {
                out.append(pattern, at + 1, end);
                return end + 1;
            }
        }
        if (c == '9' || c == '0') {
            throw new SqlFailure("number formats such as '" + pattern + "' are not supported by this local warehouse");
        }
        out.append(c == '%' ? "%%" : String.valueOf(c));
        return at + 1;
    }

    private static @org.jspecify.annotations.Nullable Part partAt(String pattern, int at) {
        for (var part : PARTS) {
            if (pattern.startsWith(part.pattern(), at)) {
                return part;
            }
        }
        // All but the names of months and days mean the same in lower case.
        for (var part : PARTS) {
            if (part.wrap().isEmpty()
                    && pattern.regionMatches(
                            true, at, part.pattern(), 0, part.pattern().length())) {
                return part;
            }
        }
        return null;
    }
}
