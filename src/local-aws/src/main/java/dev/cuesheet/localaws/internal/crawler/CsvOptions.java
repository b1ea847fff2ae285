package dev.cuesheet.localaws.internal.crawler;

import java.util.List;
import java.util.Optional;

/**
 * What a custom CSV classifier fixes.
 *
 * @param delimiter empty to try the usual ones
 * @param names column names to use instead of the file's or made-up ones
 * @param types column types to use instead of the inferred ones, in column order
 */
public record CsvOptions(
        Optional<Character> delimiter,
        char quote,
        Header header,
        List<String> names,
        boolean trimValues,
        boolean allowSingleColumn,
        List<String> types,
        boolean openCsvSerde) {

    /** Whether the first line names the columns. */
    public enum Header {
        UNKNOWN,
        PRESENT,
        ABSENT
    }

    public CsvOptions {
        names = List.copyOf(names);
        types = List.copyOf(types);
        if (delimiter.isPresent() && delimiter.get() == quote) {
            throw new IllegalArgumentException(
                    "The quote symbol must differ from the delimiter, got " + quote + " for both");
        }
    }

    static CsvOptions builtIn() {
        return new CsvOptions(Optional.empty(), '"', Header.UNKNOWN, List.of(), true, false, List.of(), false);
    }
}
