package dev.cuesheet.cli.schedule;

import dev.cuesheet.cli.logging.Logs;
import dev.cuesheet.cli.run.Connecting;
import dev.cuesheet.cli.terminal.Quantity;
import dev.cuesheet.cli.terminal.Style;
import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.RunListener;
import dev.cuesheet.engine.RunState;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceState;
import dev.cuesheet.operators.RunsGlueJob;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of each run in a line at its start and its end, and gives it a log file. Safe to share between threads. */
public final class RunLines implements RunListener, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RunLines.class);

    private final Path folder;
    private final PrintStream err;
    private final Style style;
    private final Connecting connecting;
    private final Clock clock;
    private final Map<String, Logs.Attached> logs = new ConcurrentHashMap<>();

    /** @param folder of the runs' logs */
    public RunLines(Path folder, PrintStream err, Style style, Connecting connecting, Clock clock) {
        this.folder = folder;
        this.err = err;
        this.style = style;
        this.connecting = connecting;
        this.clock = clock;
    }

    @Override
    public void runStarted(Dag dag, DagRun run) {
        openLog(run);
        line(clock.instant(), run, "running" + waited(run));
        if (dag.work().anyMatch(RunsGlueJob.class::isInstance)) {
            expectGlueJob();
        }
    }

    @Override
    public void taskInstanceChanged(TaskInstance instance) {
        if (instance.state() == TaskInstanceState.FAILED || instance.state() == TaskInstanceState.UP_FOR_RETRY) {
            err.printf(
                    "  %s %s %s: %s%n",
                    instance.key().dagId(),
                    instance.key().display(),
                    style.red(instance.state().label()),
                    instance.note());
        }
    }

    @Override
    public void runFinished(DagRun run) {
        var state = run.state() == RunState.SUCCESS
                ? run.state().label()
                : style.red(run.state().label());
        var time = run.duration().map(Quantity::duration).orElse("");
        line(run.endDate(), run, "%s  %s  log: %s".formatted(state, time, file(run)));
        var attached = logs.remove(key(run));
        if (attached != null) {
            attached.close();
        }
    }

    @Override
    public void close() {
        logs.values().forEach(Logs.Attached::close);
    }

    @Override
    public void dagPaused(String dagId, boolean paused) {
        err.printf(
                "%s  %s  %s%n",
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                style.bold(dagId),
                paused ? "paused: nothing new starts" : "not paused any more");
    }

    @Override
    public void runTold(DagRun run, String order) {
        line(clock.instant(), run, "told: " + order);
    }

    /** A run that was made and started at once never waited. */
    private static String waited(DagRun run) {
        if (run.queuedAt() == null || run.startDate() == null || !run.queuedAt().isBefore(run.startDate())) {
            return "";
        }
        return ", taken from the queue after " + Quantity.duration(Duration.between(run.queuedAt(), run.startDate()));
    }

    private void line(@Nullable Instant at, DagRun run, String what) {
        var time = at == null ? "" : at.truncatedTo(ChronoUnit.SECONDS).toString();
        err.printf("%s  %s  %s  %s%n", time, style.bold(run.dagId()), run.runId(), what);
    }

    private void openLog(DagRun run) {
        try {
            logs.put(key(run), Logs.toFileOfRun(file(run), run.runId()));
        } catch (IOException e) {
            log.error("Run {} has no log: cannot write {}", run.runId(), file(run), e);
        }
    }

    private void expectGlueJob() {
        try {
            connecting.await().expectGlueJob();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Path file(DagRun run) {
        return Logs.file(folder, run.dagId(), run.runId());
    }

    private static String key(DagRun run) {
        return run.dagId() + "/" + run.runId();
    }
}
