package dev.cuesheet.cli.run;

import dev.cuesheet.cli.UserError;
import dev.cuesheet.cli.logging.Logs;
import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.RunListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gives every log line of a run a place, from the moment that the run has a name. Safe to share between threads. */
final class RunLog implements RunListener, AutoCloseable {
    private final Path folder;
    private @Nullable Path file;
    private Logs.@Nullable Attached lines;

    RunLog(Path folder) {
        this.folder = folder;
    }

    @Override
    public synchronized void runStarted(Dag dag, DagRun run) {
        var place = Logs.file(folder, run.dagId(), run.runId());
        try {
            lines = Logs.toFile(place);
            file = place;
        } catch (IOException e) {
            throw new UserError("Cannot write the run's log to %s: %s".formatted(place, e.getMessage()), e);
        }
    }

    synchronized Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    @Override
    public synchronized void close() {
        if (lines != null) {
            lines.close();
        }
    }
}
