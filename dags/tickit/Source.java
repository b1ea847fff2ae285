package tickit;

import dev.cuesheet.engine.Operator;
import dev.cuesheet.engine.TaskContext;
import dev.cuesheet.engine.TaskFailure;
import dev.cuesheet.engine.Workspace;
import dev.cuesheet.ingest.SourceException;
import dev.cuesheet.ingest.tickit.TickitFiles;
import dev.cuesheet.ingest.tickit.TickitGenerator;
import dev.cuesheet.ingest.tickit.TickitTotals;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds or generates the seven files, reads every row once and adds up what the warehouse will have to hold. A file with
 * a bad row is refused here, before anything is landed.
 */
final class Source implements Operator<Source.Found> {

    /** @param totals of the files in the folder */
    record Found(String folder, TickitTotals totals) {
        TickitFiles files() {
            return TickitFiles.in(Path.of(folder));
        }
    }

    private final Workspace workspace;

    Source(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Found execute(TaskContext context) throws Exception {
        var load = context.param("load", String.class);
        if (!load.equals("copy")) {
            throw TaskFailure.permanent("Cannot load the warehouse by \"%s\"; the way there is: copy".formatted(load));
        }
        var given = context.param("source", String.class);
        try {
            var files = given.isEmpty() ? generated(context) : TickitFiles.in(Path.of(given).toAbsolutePath());
            files.check();
            return new Found(files.folder().toString(), TickitTotals.read(files, context.progress()::update));
        } catch (SourceException e) {
            throw TaskFailure.permanent(e.getMessage(), e);
        }
    }

    /** Files of one seed and scale are always the same, so they are kept for the next run. */
    private TickitFiles generated(TaskContext context) throws Exception {
        var scale = context.param("scale", Integer.class);
        var seed = context.param("seed", Integer.class);
        var folder = workspace.home().resolve("tickit").resolve("seed-%d-scale-%d".formatted(seed, scale));
        if (Files.isDirectory(folder) && TickitFiles.in(folder).faults().isEmpty()) {
            return TickitFiles.in(folder);
        }
        return new TickitGenerator(seed, scale).generate(folder, context.progress()::update);
    }
}
