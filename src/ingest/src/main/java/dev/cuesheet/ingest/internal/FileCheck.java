package dev.cuesheet.ingest.internal;

import dev.cuesheet.ingest.SourceFault;
import dev.cuesheet.ingest.SourceFault.Kind;
import dev.cuesheet.ingest.TableColumn;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Looks for faults in one delimited file that has no header and no quotes. For one thread. */
public final class FileCheck {
    private static final String OTHER_DELIMITERS = ",;|\t\u0001";
    /** A file that is wrong in one row is often wrong in all of them, and three examples say as much as thousands. */
    private static final int FAULTS_SHOWN = 3;

    private final Path file;
    private final char delimiter;
    private final List<TableColumn> columns;

    public FileCheck(Path file, char delimiter, List<TableColumn> columns) {
        this.file = file;
        this.delimiter = delimiter;
        this.columns = columns;
    }

    /** Faults of the file and of its first rows: the first few of them. */
    public List<SourceFault> firstRows(int rows) {
        if (!Files.exists(file)) {
            return List.of(SourceFault.of(file, Kind.MISSING_FILE, "a file", "nothing"));
        }
        if (!Files.isRegularFile(file)) {
            return List.of(SourceFault.of(file, Kind.NOT_A_FILE, "a file", "a folder"));
        }
        var faults = new ArrayList<SourceFault>();
        try (var reader = new RowReader(file, delimiter)) {
            while (reader.line() < rows && faults.size() < FAULTS_SHOWN && reader.next()) {
                faults.addAll(row(reader));
            }
            if (reader.line() == 0) {
                faults.add(SourceFault.of(file, Kind.EMPTY_FILE, "rows", "an empty file"));
            }
        } catch (AccessDeniedException e) {
            faults.add(SourceFault.of(file, Kind.UNREADABLE, "a readable file", "a file that this user may not read"));
        } catch (IOException e) {
            faults.add(SourceFault.of(file, Kind.UNREADABLE, "a readable file", String.valueOf(e.getMessage())));
        }
        return List.copyOf(faults);
    }

    /** Faults of the reader's current row; empty when every field is a value of its column or a null that may be. */
    public List<SourceFault> row(RowReader reader) {
        if (reader.line() == 1 && isCompressed(reader)) {
            return List.of(SourceFault.of(file, Kind.COMPRESSED, "text", "a compressed file; unpack it"));
        }
        if (reader.isOverlong()) {
            return List.of(whole(reader, Kind.LINE_TOO_LONG, "a line of at most 4 MiB", "a longer one"));
        }
        if (reader.fields() != columns.size()) {
            return List.of(wrongFieldCount(reader));
        }
        for (var i = 0; i < columns.size(); i++) {
            if (!fits(reader, i)) {
                return List.of(wrongValue(reader, i));
            }
        }
        return List.of();
    }

    private boolean fits(RowReader reader, int index) {
        var column = columns.get(index);
        if (isNull(reader, index, column)) {
            return !column.required();
        }
        var from = reader.from(index);
        var to = reader.to(index);
        return from == to || column.type().accepts(reader.buffer(), from, to);
    }

    /** Whether COPY, with its default null marker, loads the field as null. */
    public static boolean isNull(RowReader reader, int index, TableColumn column) {
        var from = reader.from(index);
        var length = reader.to(index) - from;
        return length == 0
                ? !column.type().hasEmptyValue()
                : length == 2 && reader.buffer()[from] == '\\' && reader.buffer()[from + 1] == 'N';
    }

    private SourceFault wrongFieldCount(RowReader reader) {
        var expected = "%d fields separated by %s".formatted(columns.size(), nameOf(delimiter));
        for (var other : OTHER_DELIMITERS.toCharArray()) {
            if (other != delimiter && reader.fieldsSeparatedBy(other) == columns.size()) {
                return whole(
                        reader,
                        Kind.WRONG_DELIMITER,
                        expected,
                        "%d fields separated by %s".formatted(columns.size(), nameOf(other)));
            }
        }
        var found = reader.fields() == 1 && reader.from(0) == reader.to(0)
                ? "an empty line"
                : reader.fields() == 1 ? "1 field" : reader.fields() + " fields";
        return whole(reader, Kind.WRONG_FIELD_COUNT, expected, found);
    }

    private SourceFault wrongValue(RowReader reader, int index) {
        var column = columns.get(index);
        if (reader.line() == 1
                && reader.text(0).strip().equalsIgnoreCase(columns.get(0).name())) {
            return whole(reader, Kind.HEADER, "data in the first line, as the public files have", "a header");
        }
        if (index == columns.size() - 1 && reader.endsWithCarriageReturn()) {
            return whole(
                    reader,
                    Kind.WRONG_LINE_END,
                    "a line that ends with a line feed alone",
                    "a carriage return before it");
        }
        if (isNull(reader, index, column)) {
            return value(reader, column, Kind.MISSING_VALUE, column.type().expectation(), "nothing");
        }
        return value(reader, column, Kind.WRONG_VALUE, column.type().expectation(), '"' + reader.text(index) + '"');
    }

    private SourceFault whole(RowReader reader, Kind kind, String expected, String found) {
        return new SourceFault(file, kind, reader.line(), "", expected, found);
    }

    private SourceFault value(RowReader reader, TableColumn column, Kind kind, String expected, String found) {
        return new SourceFault(file, kind, reader.line(), column.name(), expected, found);
    }

    private static boolean isCompressed(RowReader reader) {
        var buffer = reader.buffer();
        var gzip = (buffer[0] & 0xff) == 0x1f && (buffer[1] & 0xff) == 0x8b;
        var zip = buffer[0] == 'P' && buffer[1] == 'K' && buffer[2] == 3 && buffer[3] == 4;
        return gzip || zip;
    }

    private static String nameOf(char delimiter) {
        return switch (delimiter) {
            case '\t' -> "TAB";
            case '\u0001' -> "Ctrl-A";
            default -> "'" + delimiter + "'";
        };
    }
}
