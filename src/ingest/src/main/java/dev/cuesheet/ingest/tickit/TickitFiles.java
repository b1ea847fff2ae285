package dev.cuesheet.ingest.tickit;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.ingest.IngestException;
import dev.cuesheet.ingest.SourceException;
import dev.cuesheet.ingest.SourceFault;
import dev.cuesheet.ingest.SourceFault.Kind;
import dev.cuesheet.ingest.internal.FileCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The seven public files in a folder. Looks at the files anew whenever it is asked. Safe to share between threads. */
public record TickitFiles(Path folder) {
    private static final int ROWS_LOOKED_AT = 100;
    private static final String REMEDY =
            "Put the seven public files into one folder under their public names, or leave the source out to use generated files.";

    public TickitFiles {
        requireNonNull(folder, "folder");
    }

    /** The files in that folder, which need not be there yet. */
    public static TickitFiles in(Path folder) {
        return new TickitFiles(folder);
    }

    /** Where a table's file is, or should be. */
    public Path file(TickitTable table) {
        return folder.resolve(table.fileName());
    }

    /** The size of a table's file in bytes. */
    public long size(TickitTable table) {
        try {
            return Files.size(file(table));
        } catch (IOException e) {
            throw new IngestException("Cannot find out the size of %s: %s".formatted(file(table), e.getMessage()), e);
        }
    }

    /** The size of all seven files in bytes. */
    public long totalSize() {
        var sum = 0L;
        for (var table : TickitTable.values()) {
            sum += size(table);
        }
        return sum;
    }

    /**
     * Looks whether the files are there and their first rows are what they should be, before anything is done with them.
     *
     * @return these files
     * @throws SourceException naming every fault that was found
     */
    public TickitFiles check() {
        var faults = faults();
        if (!faults.isEmpty()) {
            throw failure(faults);
        }
        return this;
    }

    /** What is wrong with the folder or with the first rows of its files; empty when they can be used. */
    public List<SourceFault> faults() {
        if (!Files.exists(folder)) {
            return List.of(SourceFault.of(folder, Kind.MISSING_FOLDER, "a folder", "nothing"));
        }
        if (!Files.isDirectory(folder)) {
            return List.of(SourceFault.of(folder, Kind.NOT_A_FOLDER, "a folder", "a file"));
        }
        if (!Files.isReadable(folder) || !Files.isExecutable(folder)) {
            return List.of(
                    SourceFault.of(folder, Kind.UNREADABLE, "a readable folder", "one that this user may not read"));
        }
        var faults = new ArrayList<SourceFault>();
        for (var table : TickitTable.values()) {
            var check = new FileCheck(file(table), table.delimiter(), table.columns());
            faults.addAll(check.firstRows(ROWS_LOOKED_AT));
        }
        return List.copyOf(faults);
    }

    SourceException failure(List<SourceFault> faults) {
        return new SourceException("the TICKIT source", folder, faults, REMEDY);
    }
}
