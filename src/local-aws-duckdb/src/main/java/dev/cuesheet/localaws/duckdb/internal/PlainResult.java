package dev.cuesheet.localaws.duckdb.internal;

import dev.cuesheet.localaws.spi.SqlResult;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A result that is at hand: rows of a command's answer, or a count of changed rows. */
final class PlainResult implements SqlResult {
    private final List<Column> columns;
    private final Iterator<List<@Nullable Object>> rows;
    private final long updateCount;

    private PlainResult(List<Column> columns, List<List<@Nullable Object>> rows, long updateCount) {
        this.columns = columns;
        this.rows = rows.iterator();
        this.updateCount = updateCount;
    }

    static PlainResult changed(long rows) {
        return new PlainResult(List.of(), List.of(), rows);
    }

    /** One column of text. */
    static PlainResult text(String column, List<String> values) {
        var rows =
                values.stream().map(value -> List.<@Nullable Object>of(value)).toList();
        return new PlainResult(List.of(new Column(column, "varchar", 0, 65_535, 0, true)), rows, -1);
    }

    @Override
    public boolean hasResultSet() {
        return updateCount < 0;
    }

    @Override
    public List<Column> columns() {
        return columns;
    }

    @Override
    public long updateCount() {
        return updateCount;
    }

    @Override
    public @Nullable List<@Nullable Object> next() {
        return rows.hasNext() ? rows.next() : null;
    }

    @Override
    public void close() {}
}
