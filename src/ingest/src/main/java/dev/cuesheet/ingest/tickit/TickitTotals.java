package dev.cuesheet.ingest.tickit;

import dev.cuesheet.ingest.IngestException;
import dev.cuesheet.ingest.IngestProgress;
import dev.cuesheet.ingest.SourceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;

/**
 * Control totals of the seven files, made from the bytes of the source alone, so that a warehouse can be held against
 * them: neither catalog nor Spark nor SQL had a hand in them. A value that can be written down as JSON and read back.
 *
 * @param tables one a table, in the order of {@link TickitTable}
 */
public record TickitTotals(List<TableTotals> tables) {
    public TickitTotals {
        tables = List.copyOf(tables);
        if (tables.size() != TickitTable.values().length) {
            throw new IllegalArgumentException("totals are of seven tables, got " + tables.size());
        }
    }

    /** The totals of one table. */
    public TableTotals of(TickitTable table) {
        return tables.get(table.ordinal());
    }

    /**
     * Reads every row of every file once. Each field is held against its column's type on the way. Memory does not grow
     * with the files but by one bit for each key.
     *
     * @throws SourceException naming the first bad rows of a file by line and column
     * @throws InterruptedException when the thread is interrupted while it reads
     */
    public static TickitTotals read(TickitFiles files, IngestProgress progress) throws InterruptedException {
        var size = files.check().totalSize();
        var scans = new EnumMap<TickitTable, TableScan>(TickitTable.class);
        var totals = new ArrayList<TableTotals>();
        var done = 0L;
        for (var table : TickitTable.values()) {
            var scan = new TableScan(table, files, scans);
            var before = done;
            try {
                scan.read(bytes -> progress.update("bytes", before + bytes, size));
            } catch (IOException e) {
                throw new IngestException("Cannot read %s: %s".formatted(files.file(table), e), e);
            }
            scans.put(table, scan);
            totals.add(scan.totals());
            done += files.size(table);
        }
        progress.update("bytes", size, size);
        return new TickitTotals(totals);
    }
}
