package dev.cuesheet.ingest;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * One thing wrong with a source.
 *
 * @param file the file or folder at fault
 * @param line counted from 1; 0 when the fault is the whole file's
 * @param column empty when the fault is the whole line's
 * @param expected what should be there
 * @param found what is there instead
 */
public record SourceFault(Path file, Kind kind, long line, String column, String expected, String found) {
    private static final int SHOWN = 60;

    /** What sort of fault it is, for programs. */
    public enum Kind {
        MISSING_FOLDER,
        NOT_A_FOLDER,
        MISSING_FILE,
        NOT_A_FILE,
        UNREADABLE,
        EMPTY_FILE,
        COMPRESSED,
        WRONG_DELIMITER,
        WRONG_FIELD_COUNT,
        WRONG_LINE_END,
        LINE_TOO_LONG,
        HEADER,
        MISSING_VALUE,
        WRONG_VALUE
    }

    public SourceFault {
        requireNonNull(file, "file");
        requireNonNull(kind, "kind");
        requireNonNull(expected, "expected");
        if (line < 0) {
            throw new IllegalArgumentException("line must not be negative, got " + line);
        }
        if (!column.isEmpty() && line == 0) {
            throw new IllegalArgumentException("a fault in column \"%s\" must name its line".formatted(column));
        }
        found = found.length() > SHOWN ? found.substring(0, SHOWN) + "..." : found;
    }

    /** A fault of the whole file. */
    public static SourceFault of(Path file, Kind kind, String expected, String found) {
        return new SourceFault(file, kind, 0, "", expected, found);
    }

    /** One line for a person: {@code sales_tab.txt line 3, column qtysold: expected ..., found ...}. */
    public String describe() {
        var place = new StringBuilder(String.valueOf(file.getFileName()));
        if (line > 0) {
            place.append(" line ").append(line);
        }
        if (!column.isEmpty()) {
            place.append(", column ").append(column);
        }
        return "%s: expected %s, found %s".formatted(place, expected, found);
    }
}
