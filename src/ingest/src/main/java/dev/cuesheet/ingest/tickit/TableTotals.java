package dev.cuesheet.ingest.tickit;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one file adds up to.
 *
 * @param rows how many rows there are
 * @param distinctKeys how many of them have a key of their own
 * @param sums exact sums by column, for the columns that are summed
 * @param orphans by referring column: how many rows refer to a key that the other table's file lacks
 */
public record TableTotals(
        TickitTable table, long rows, long distinctKeys, Map<String, BigDecimal> sums, Map<String, Long> orphans) {
    public TableTotals {
        sums = Collections.unmodifiableMap(new LinkedHashMap<>(sums));
        orphans = Collections.unmodifiableMap(new LinkedHashMap<>(orphans));
    }

    /** How many rows repeat the key of a row before them. */
    public long repeatedKeys() {
        return rows - distinctKeys;
    }
}
