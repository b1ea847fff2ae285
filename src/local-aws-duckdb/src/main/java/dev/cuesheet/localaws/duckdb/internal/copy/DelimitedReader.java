package dev.cuesheet.localaws.duckdb.internal.copy;

import java.io.IOException;
import java.io.InputStream;

/** Text with a delimiter and nothing that could hide one: a line is a row. */
final class DelimitedReader implements RowReader {
    private final Lines lines;
    private final byte delimiter;

    DelimitedReader(InputStream in, char delimiter) throws IOException {
        this.lines = new Lines(in);
        this.delimiter = (byte) delimiter;
    }

    @Override
    public boolean next(FieldRow row) throws IOException {
        if (!lines.next()) {
            return false;
        }
        var bytes = lines.buffer();
        int end = lines.end();
        row.begin(bytes);
        int from = lines.start();
        for (int at = from; at < end; at++) {
            if (bytes[at] == delimiter) {
                row.add(from, at);
                from = at + 1;
            }
        }
        row.add(from, end);
        return true;
    }

    @Override
    public long line() {
        return lines.line();
    }

    @Override
    public long lines() {
        return lines.line();
    }

    @Override
    public String rawLine() {
        return lines.text();
    }
}
