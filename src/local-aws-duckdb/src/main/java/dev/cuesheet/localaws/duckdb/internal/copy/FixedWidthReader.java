package dev.cuesheet.localaws.duckdb.internal.copy;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Text whose fields are so many characters wide; blanks at their ends are padding. */
final class FixedWidthReader implements RowReader {
    private final Lines lines;
    private final List<Integer> widths;

    FixedWidthReader(InputStream in, List<Integer> widths) throws IOException {
        this.lines = new Lines(in);
        this.widths = widths;
    }

    @Override
    public boolean next(FieldRow row) throws IOException {
        if (!lines.next()) {
            return false;
        }
        var bytes = lines.buffer();
        row.begin(bytes);
        int at = lines.start();
        for (int width : widths) {
            if (at >= lines.end() && row.count() > 0) {
                break;
            }
            int from = at;
            for (int left = width; left > 0 && at < lines.end(); left--) {
                at++;
                // The further bytes of a character in UTF-8 do not count.
                while (at < lines.end() && (bytes[at] & 0xC0) == 0x80) {
                    at++;
                }
            }
            int end = at;
            while (end > from && bytes[end - 1] == ' ') {
                end--;
            }
            row.add(from, end);
        }
        if (at < lines.end()) {
            row.add(at, lines.end());
        }
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
