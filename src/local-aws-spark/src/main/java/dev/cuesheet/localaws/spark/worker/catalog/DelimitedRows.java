package dev.cuesheet.localaws.spark.worker.catalog;

import java.util.Arrays;
import org.apache.hadoop.io.Text;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import scala.collection.AbstractIterator;
import scala.collection.Iterator;

/** Lines as rows. The row that it hands out is the same each time, and refers to the line's bytes. */
final class DelimitedRows extends AbstractIterator<InternalRow> {
    private final Iterator<Text> lines;
    private final DelimitedLayout layout;
    private final FieldParser[] parsers;
    private final Object[] values;
    private final GenericInternalRow row;

    DelimitedRows(Iterator<Text> lines, DelimitedLayout layout) {
        this.lines = lines;
        this.layout = layout;
        this.parsers = Arrays.stream(layout.types()).map(FieldParser::of).toArray(FieldParser[]::new);
        this.values = new Object[parsers.length];
        this.row = new GenericInternalRow(values);
    }

    @Override
    public boolean hasNext() {
        return lines.hasNext();
    }

    @Override
    public InternalRow next() {
        var line = lines.next();
        Arrays.fill(values, null);
        split(line.getBytes(), line.getLength());
        return row;
    }

    /** Fields that the line lacks stay null; fields beyond the table's columns are left out. */
    private void split(byte[] line, int length) {
        var wanted = layout.wanted();
        var start = 0;
        for (var field = 0; field < wanted.length && start <= length; field++) {
            var end = endOfField(line, start, length);
            if (wanted[field] >= 0) {
                values[wanted[field]] = value(parsers[wanted[field]], line, start, end);
            }
            start = end + 1;
        }
    }

    private int endOfField(byte[] line, int start, int length) {
        var end = start;
        while (end < length && line[end] != layout.separator()) {
            end += line[end] == layout.escape() ? 2 : 1;
        }
        return Math.min(end, length);
    }

    private Object value(FieldParser parser, byte[] line, int start, int end) {
        if (Arrays.equals(line, start, end, layout.nullText(), 0, layout.nullText().length)) {
            return null;
        }
        if (layout.escape() < 0) {
            return parser.parse(line, start, end - start);
        }
        var plain = unescaped(line, start, end);
        return parser.parse(plain, 0, plain.length);
    }

    private byte[] unescaped(byte[] line, int start, int end) {
        var plain = new byte[end - start];
        var length = 0;
        for (var i = start; i < end; i++) {
            if (line[i] == layout.escape() && i + 1 < end) {
                i++;
            }
            plain[length++] = line[i];
        }
        return Arrays.copyOf(plain, length);
    }
}
