package dev.cuesheet.localaws.duckdb.internal.copy;

import java.io.IOException;
import java.io.InputStream;

/** Delimited text with ESCAPE, REMOVEQUOTES or both. */
final class EscapedReader extends RecordReader {
    private final CopyFormat.Delimited format;

    EscapedReader(InputStream in, CopyFormat.Delimited format) throws IOException {
        super(in);
        this.format = format;
    }

    @Override
    void read(FieldRow row) throws IOException, BadField {
        while (true) {
            int start = mark();
            int last = field(row, start);
            if (last != format.delimiter()) {
                ended();
                return;
            }
        }
    }

    /** Reads one field and answers what ended it: the delimiter, a line feed or the end of the file. */
    private int field(FieldRow row, int start) throws IOException, BadField {
        int quote = format.removeQuotes() && (peek() == '"' || peek() == '\'') ? take() : END;
        boolean inside = quote != END;
        while (true) {
            int b = take();
            if (b == END && inside) {
                ended();
                throw new BadField(1201, 0, "Delimited value missing end quote");
            } else if (format.escape() && b == '\\' && peek() != END) {
                // \N is the null marker, which the conversion has to see as it is.
                boolean marker = peek() == 'N' && mark() == start;
                if (marker) {
                    put('\\');
                }
                put(take());
            } else if (inside && b == quote) {
                inside = false;
            } else if (b == END || !inside && (b == format.delimiter() || b == '\n')) {
                if (b == '\n' && mark() > start && at(mark() - 1) == '\r') {
                    unput();
                }
                row.add(start, mark());
                return b;
            } else if (quote != END && !inside && b != '\r') {
                throw new BadField(1201, 0, "Delimited value missing end quote");
            } else if (inside && b == '\n') {
                ended();
                throw new BadField(1201, 0, "Delimited value missing end quote");
            } else {
                put(b);
            }
        }
    }
}
