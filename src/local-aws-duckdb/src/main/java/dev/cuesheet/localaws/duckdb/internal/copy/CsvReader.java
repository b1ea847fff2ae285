package dev.cuesheet.localaws.duckdb.internal.copy;

import java.io.IOException;
import java.io.InputStream;

/** CSV: quoted fields may hold delimiters and line ends, and a doubled quote is a quote. */
final class CsvReader extends RecordReader {
    private final char delimiter;
    private final char quote;

    CsvReader(InputStream in, CopyFormat.Csv format) throws IOException {
        super(in);
        this.delimiter = format.delimiter();
        this.quote = format.quote();
    }

    @Override
    void read(FieldRow row) throws IOException, BadField {
        while (true) {
            int start = mark();
            int b = take();
            int blanks = 0;
            while (b == ' ' && delimiter != ' ') {
                put(b);
                blanks++;
                b = take();
            }
            int end;
            if (b == quote) {
                for (; blanks > 0; blanks--) {
                    unput();
                }
                quoted();
                end = mark();
                b = take();
                while (b == ' ' && delimiter != ' ') {
                    b = take();
                }
                if (b != delimiter && b != '\n' && b != '\r' && b != END) {
                    throw new BadField(1214, 0, "Delimiter not found after the closing quote");
                }
            } else {
                while (b != delimiter && b != '\n' && b != END) {
                    put(b);
                    b = take();
                }
                if (b == '\n' && mark() > start && at(mark() - 1) == '\r') {
                    unput();
                }
                end = mark();
            }
            row.add(start, end);
            if (b == '\r') {
                b = take();
            }
            if (b != delimiter) {
                ended();
                return;
            }
        }
    }

    private void quoted() throws IOException, BadField {
        while (true) {
            int b = take();
            if (b == END) {
                ended();
                throw new BadField(1201, 0, "Invalid quote formatting for CSV: the quoted field has no end");
            } else if (b != quote) {
                put(b);
            } else if (peek() == quote) {
                put(take());
            } else {
                return;
            }
        }
    }
}
