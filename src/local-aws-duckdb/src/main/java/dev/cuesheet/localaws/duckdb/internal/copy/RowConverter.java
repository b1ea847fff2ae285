package dev.cuesheet.localaws.duckdb.internal.copy;

import dev.cuesheet.localaws.duckdb.internal.copy.CopyCommand.Conversion;
import dev.cuesheet.localaws.duckdb.internal.sql.RedshiftType.Base;
import dev.cuesheet.localaws.duckdb.internal.sql.TableColumn;
import java.util.List;

/** Turns a row's fields into cells by COPY's rules of NULL, blank and missing fields. */
final class RowConverter {
    /** Where the row just converted went wrong. */
    private int badColumn;

    private final List<TableColumn> columns;
    private final ColumnLoader[] loaders;
    private final Conversion conversion;
    private final boolean text;

    /** @param text true for formats in which a missing field can be found missing at the line's end */
    RowConverter(List<TableColumn> columns, Conversion conversion, boolean text) {
        this.columns = columns;
        this.loaders = columns.stream()
                .map(column -> ColumnLoaders.of(column.type(), conversion))
                .toArray(ColumnLoader[]::new);
        this.conversion = conversion;
        this.text = text;
    }

    int badColumn() {
        return badColumn;
    }

    ColumnLoader loader(int column) {
        return loaders[column];
    }

    void convert(FieldRow row, Cells cells) throws BadField {
        cells.clear();
        for (badColumn = 0; badColumn < loaders.length; badColumn++) {
            if (badColumn < row.count()) {
                field(row, badColumn, cells);
            } else {
                missing(badColumn, cells);
            }
            if (cells.isNull(badColumn) && columns.get(badColumn).notNull()) {
                throw new BadField(1213, 0, "Missing data for not-null field");
            }
        }
        if (row.count() > loaders.length) {
            badColumn = -1;
            throw new BadField(1202, 0, "Extra column(s) found");
        }
    }

    private void missing(int column, Cells cells) throws BadField {
        if (!conversion.fillRecord()) {
            throw text
                    ? new BadField(1214, 0, "Delimiter not found")
                    : new BadField(1203, 0, "Input has fewer columns than the table");
        }
        if (columns.get(column).type().base() == Base.VARCHAR && !conversion.emptyAsNull()) {
            cells.set(column, "");
        } else {
            cells.setNull(column);
        }
    }

    private void field(FieldRow row, int column, Cells cells) throws BadField {
        if (row.isNull(column)) {
            cells.setNull(column);
            return;
        }
        var bytes = row.bytes();
        int start = row.start(column);
        int end = row.end(column);
        var type = columns.get(column).type();
        if (isNullMarker(bytes, start, end)) {
            cells.setNull(column);
            return;
        }
        if (type.isText()) {
            if (end == start && conversion.emptyAsNull()
                    || conversion.blanksAsNull() && end > start && isBlank(bytes, start, end)) {
                cells.setNull(column);
                return;
            }
            if (conversion.trimBlanks() && type.base() == Base.VARCHAR) {
                end = trimmedEnd(bytes, start, end);
            }
        } else {
            end = trimmedEnd(bytes, start, end);
            while (start < end && bytes[start] == ' ') {
                start++;
            }
            if (start == end) {
                cells.setNull(column);
                return;
            }
        }
        loaders[column].read(bytes, start, end, cells, column);
    }

    private boolean isNullMarker(byte[] bytes, int start, int end) {
        var marker = conversion.nullMarker();
        if (end - start != marker.length || marker.length == 0) {
            return false;
        }
        for (int i = 0; i < marker.length; i++) {
            if (bytes[start + i] != marker[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlank(byte[] bytes, int start, int end) {
        for (int at = start; at < end; at++) {
            if (bytes[at] != ' ' && bytes[at] != '\t') {
                return false;
            }
        }
        return true;
    }

    private static int trimmedEnd(byte[] bytes, int start, int end) {
        int trimmed = end;
        while (trimmed > start && (bytes[trimmed - 1] == ' ' || bytes[trimmed - 1] == '\t')) {
            trimmed--;
        }
        return trimmed;
    }
}
