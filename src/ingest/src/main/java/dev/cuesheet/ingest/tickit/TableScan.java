package dev.cuesheet.ingest.tickit;

import dev.cuesheet.ingest.ColumnType.Decimal;
import dev.cuesheet.ingest.SourceFault;
import dev.cuesheet.ingest.internal.ExactSum;
import dev.cuesheet.ingest.internal.FileCheck;
import dev.cuesheet.ingest.internal.KeySet;
import dev.cuesheet.ingest.internal.RowReader;
import dev.cuesheet.ingest.internal.Utf8;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** Reads one file whole and adds it up. The scans of the tables that it refers to must be over. For one thread. */
final class TableScan {
    private static final int FAULTS_KEPT = 10;
    private static final int ROWS_BETWEEN_REPORTS = 8192;

    /** A column of keys of another table, and how many of them that table lacks. */
    private static final class Link {
        final int index;
        final KeySet keys;
        long orphans;

        Link(int index, KeySet keys) {
            this.index = index;
            this.keys = keys;
        }
    }

    private final TickitTable table;
    private final TickitFiles files;
    private final int keyIndex;
    private final KeySet keys = new KeySet();
    private final Map<String, ExactSum> sums = new LinkedHashMap<>();
    private final int[] summed;
    private final ExactSum[] sumsInOrder;
    private final Map<String, Link> links = new LinkedHashMap<>();
    private final List<Link> linksInOrder;
    private long rows;

    TableScan(TickitTable table, TickitFiles files, Map<TickitTable, TableScan> finished) {
        this.table = table;
        this.files = files;
        this.keyIndex = table.layout().indexOf(table.key());
        table.summedColumns().forEach(column -> sums.put(column, new ExactSum()));
        this.summed = sums.keySet().stream().mapToInt(table.layout()::indexOf).toArray();
        this.sumsInOrder = sums.values().toArray(ExactSum[]::new);
        for (var reference : table.references()) {
            var index = table.layout().indexOf(reference.column());
            links.put(reference.column(), new Link(index, finished.get(reference.table()).keys));
        }
        this.linksInOrder = List.copyOf(links.values());
    }

    void read(LongConsumer bytesRead) throws IOException, InterruptedException {
        var check = new FileCheck(files.file(table), table.delimiter(), table.columns());
        var faults = new ArrayList<SourceFault>();
        try (var reader = new RowReader(files.file(table), table.delimiter())) {
            while (faults.size() < FAULTS_KEPT && reader.next()) {
                var found = check.row(reader);
                if (found.isEmpty()) {
                    add(reader);
                }
                faults.addAll(found);
                if (reader.line() % ROWS_BETWEEN_REPORTS == 0) {
                    bytesRead.accept(reader.bytesRead());
                    if (Thread.interrupted()) {
                        throw new InterruptedException("interrupted while reading " + files.file(table));
                    }
                }
            }
        }
        if (!faults.isEmpty()) {
            throw files.failure(faults);
        }
    }

    TableTotals totals() {
        var exact = new LinkedHashMap<String, BigDecimal>();
        sums.forEach((column, sum) -> exact.put(column, sum.total(scaleOf(column))));
        var orphans = new LinkedHashMap<String, Long>();
        links.forEach((column, link) -> orphans.put(column, link.orphans));
        return new TableTotals(table, rows, keys.size(), exact, orphans);
    }

    private void add(RowReader reader) {
        rows++;
        keys.add(key(reader, keyIndex));
        for (var i = 0; i < summed.length; i++) {
            var column = summed[i];
            if (!FileCheck.isNull(reader, column, table.columns().get(column))) {
                sumsInOrder[i].add(reader.buffer(), reader.from(column), reader.to(column));
            }
        }
        for (var link : linksInOrder) {
            if (!link.keys.contains(key(reader, link.index))) {
                link.orphans++;
            }
        }
    }

    /** Keys are required integers, which the check of the row has made sure of. */
    private static int key(RowReader reader, int index) {
        var from = reader.from(index);
        var signed = reader.buffer()[from] == '-' || reader.buffer()[from] == '+';
        var value = Utf8.digits(reader.buffer(), signed ? from + 1 : from, reader.to(index));
        return (int) (reader.buffer()[from] == '-' ? -value : value);
    }

    private int scaleOf(String column) {
        return table.layout().column(column).type() instanceof Decimal decimal ? decimal.scale() : 0;
    }
}
