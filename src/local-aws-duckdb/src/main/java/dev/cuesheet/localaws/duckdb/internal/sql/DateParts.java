package dev.cuesheet.localaws.duckdb.internal.sql;

import dev.cuesheet.localaws.spi.SqlFailure;
import java.util.Map;
import java.util.Optional;

/** Redshift's many names for the parts of a date, and how to add one of each. */
final class DateParts {
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("millennium", "millennium millennia mil mils"),
            Map.entry("century", "century centuries c cent cents"),
            Map.entry("decade", "decade decades dec decs"),
            Map.entry("year", "year years y yr yrs"),
            Map.entry("quarter", "quarter quarters qtr qtrs"),
            Map.entry("month", "month months mon mons"),
            Map.entry("week", "week weeks w"),
            Map.entry("day", "day days d"),
            Map.entry("dow", "dow dayofweek dw weekday"),
            Map.entry("doy", "doy dayofyear dy yearday"),
            Map.entry("hour", "hour hours h hr hrs"),
            Map.entry("minute", "minute minutes m min mins"),
            Map.entry("second", "second seconds s sec secs"),
            Map.entry(
                    "millisecond",
                    "millisecond milliseconds ms msec msecs msecond mseconds millisec millisecs millisecon"),
            Map.entry(
                    "microsecond",
                    "microsecond microseconds us usec usecs microsec microsecs microsecond usecond useconds"),
            Map.entry("epoch", "epoch"));

    private DateParts() {}

    /** DuckDB's name for the part; empty when Redshift knows none of that name. */
    static Optional<String> find(String name) {
        for (var part : NAMES.entrySet()) {
            for (var alias : part.getValue().split(" ")) {
                if (alias.equals(Token.folded(name))) {
                    return Optional.of(part.getKey());
                }
            }
        }
        return Optional.empty();
    }

    static String get(String name) {
        return find(name).orElseThrow(() -> new SqlFailure("date part \"" + name + "\" is not known"));
    }

    /** DuckDB's function that makes an interval of so many of the part, and how many of its units one part is. */
    static String interval(String part, String count) {
        return switch (part) {
            case "millennium" -> "to_years(1000 * " + count + ")";
            case "century" -> "to_years(100 * " + count + ")";
            case "decade" -> "to_years(10 * " + count + ")";
            case "quarter" -> "to_months(3 * " + count + ")";
            case "week" -> "to_days(7 * " + count + ")";
            case "year", "month", "day", "hour", "minute", "second", "millisecond", "microsecond" ->
                "to_" + part + "s(" + count + ")";
            default -> throw new SqlFailure("date part \"" + part + "\" cannot be added");
        };
    }
}
