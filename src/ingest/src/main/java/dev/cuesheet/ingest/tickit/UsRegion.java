package dev.cuesheet.ingest.tickit;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The region that a state belongs to: the four regions of the United States Census Bureau (Geography Division, "Census
 * Regions and Divisions of the United States"), and two names for what lies in none of them. The Census Bureau puts the
 * District of Columbia in the South, Alaska and Hawaii in the West, and Puerto Rico and the island areas in no region.
 */
public enum UsRegion {
    NORTHEAST("Northeast", "CT ME MA NH RI VT NJ NY PA"),
    MIDWEST("Midwest", "IL IN MI OH WI IA KS MN MO NE ND SD"),
    SOUTH("South", "DE DC FL GA MD NC SC VA WV AL KY MS TN AR LA OK TX"),
    WEST("West", "AZ CO ID MT NV NM UT WY AK CA HI OR WA"),
    /** Canadian provinces, and every other code that is not one of a region's. */
    OUTSIDE_US("Outside US", ""),
    /** No code at all. */
    UNKNOWN("Unknown", "");

    private final String label;
    private final List<String> states;

    UsRegion(String label, String states) {
        this.label = label;
        this.states = states.isEmpty() ? List.of() : List.of(states.split(" "));
    }

    /** The region's name as a reader knows it: {@code Outside US}. */
    public String label() {
        return label;
    }

    /** Postal codes of its states; none for the last two. */
    public List<String> states() {
        return states;
    }

    /** The region of a two-letter code. Case and blanks around it do not matter, since the column is blank-padded. */
    public static UsRegion of(@Nullable String state) {
        if (state == null || state.isBlank()) {
            return UNKNOWN;
        }
        var code = state.strip().toUpperCase(Locale.ROOT);
        for (var region : values()) {
            if (region.states.contains(code)) {
                return region;
            }
        }
        return OUTSIDE_US;
    }

    /** An SQL expression for the label of the region that the column's state lies in. */
    public static String sql(String column) {
        var code = "upper(trim(%s))".formatted(column);
        var whens = List.of(values()).stream()
                .filter(region -> !region.states.isEmpty())
                .map(region -> " WHEN %s IN ('%s') THEN '%s'"
                        .formatted(code, String.join("', '", region.states), region.label))
                .collect(Collectors.joining());
        return "CASE WHEN %s IS NULL OR %s = '' THEN '%s'%s ELSE '%s' END"
                .formatted(column, code, UNKNOWN.label, whens, OUTSIDE_US.label);
    }
}
