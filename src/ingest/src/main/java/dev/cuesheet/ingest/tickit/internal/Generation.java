package dev.cuesheet.ingest.tickit.internal;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.ingest.IngestProgress;
import dev.cuesheet.ingest.tickit.TickitTable;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/** One writing of all seven files, which appear in their places when the last of them is complete. For one thread. */
public final class Generation implements Closeable {
    private final long seed;
    private final Path folder;
    private final Map<TickitTable, Long> rows;
    private final Map<TickitTable, OutputFile> files = new EnumMap<>(TickitTable.class);

    /** @param rows how many rows each table is to have; only those of facts can be chosen */
    public Generation(long seed, Path folder, Map<TickitTable, Long> rows) {
        this.seed = seed;
        this.folder = folder;
        this.rows = rows;
    }

    public void write(IngestProgress progress) throws IOException, InterruptedException {
        for (var table : TickitTable.values()) {
            files.put(table, new OutputFile(folder, table));
        }
        new Users(seed).write(file(TickitTable.USERS));
        for (var venue : WordList.lines("venues.txt")) {
            file(TickitTable.VENUE).row(venue);
        }
        for (var category : WordList.lines("categories.txt")) {
            file(TickitTable.CATEGORY).row(category);
        }
        writeDates(file(TickitTable.DATE));
        var events = new Events(seed);
        events.write(file(TickitTable.EVENT));
        writeFacts(events, progress);
        for (var file : files.values()) {
            file.finish();
        }
        for (var file : files.values()) {
            file.publish();
        }
    }

    @Override
    public void close() throws IOException {
        for (var file : files.values()) {
            file.close();
        }
    }

    private void writeFacts(Events events, IngestProgress progress) throws IOException, InterruptedException {
        var total = rows.values().stream().mapToLong(Long::longValue).sum();
        var listings = rows.getOrDefault(TickitTable.LISTING, 0L);
        var sales = rows.getOrDefault(TickitTable.SALES, 0L);
        new Facts(seed, events, listings, sales).write(file(TickitTable.LISTING), file(TickitTable.SALES), written -> {
            progress.update("rows", total - listings - sales + written, total);
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while generating");
            }
        });
        progress.update("rows", total, total);
    }

    private OutputFile file(TickitTable table) {
        return requireNonNull(files.get(table));
    }

    private static void writeDates(OutputFile file) throws IOException {
        for (var day = 0; day < Calendar2008.DAYS; day++) {
            file.number(Calendar2008.dateId(day))
                    .isoDate(day)
                    .text(Calendar2008.weekday(day))
                    .number(Calendar2008.week(day))
                    .text(Calendar2008.monthName(day))
                    .number(Calendar2008.quarter(day))
                    .number(2008)
                    .bool(Calendar2008.isHoliday(day))
                    .endRow();
        }
    }
}
