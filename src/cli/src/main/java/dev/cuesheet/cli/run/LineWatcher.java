package dev.cuesheet.cli.run;

import dev.cuesheet.cli.terminal.Quantity;
import dev.cuesheet.cli.terminal.Style;
import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceKey;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Writes one line for each change worth knowing, for logs, pipes and builds. Safe to share between threads. */
public final class LineWatcher implements RunWatcher {
    private final PrintStream out;
    private final Board board;
    private final Style style;
    private final Clock clock;
    private final Map<TaskInstanceKey, TaskPicture.Amount> amounts = new ConcurrentHashMap<>();
    private volatile @Nullable Instant started;

    public LineWatcher(PrintStream out, Style style, Clock clock) {
        this.out = out;
        this.board = new Board(style);
        this.style = style;
        this.clock = clock;
    }

    @Override
    public void runStarted(Dag dag, DagRun run) {
        started = clock.instant();
        line("%s  %s  %s".formatted(style.bold(run.dagId()), run.runId(), board.state(run.state())));
    }

    @Override
    public void runFinished(DagRun run) {
        line("%s  %s  %s".formatted(style.bold(run.dagId()), run.runId(), board.state(run.state())));
    }

    @Override
    public void taskInstanceChanged(TaskInstance instance) {
        var name = instance.key().display();
        switch (instance.state()) {
            case RUNNING -> line(name + "  " + board.state(instance.state()) + attempt(instance));
            case SUCCESS, FAILED ->
                line(name + "  " + board.state(instance.state()) + duration(instance) + amount(instance)
                        + note(instance));
            case UP_FOR_RETRY, SKIPPED, UPSTREAM_FAILED ->
                line(name + "  " + board.state(instance.state()) + note(instance));
            case NONE, SCHEDULED, QUEUED, RESTARTING, UP_FOR_RESCHEDULE, DEFERRED, REMOVED -> {
                // Nothing that a reader of a log could act on.
            }
        }
    }

    @Override
    public void progress(TaskInstanceKey key, String unit, long done, long total) {
        amounts.put(key, new TaskPicture.Amount(unit, done, total));
    }

    @Override
    public void close() {
        out.flush();
    }

    private void line(String text) {
        var begin = started;
        var elapsed = begin == null ? Duration.ZERO : Duration.between(begin, clock.instant());
        out.println(style.dim("%8s  ".formatted(Quantity.duration(elapsed))) + text);
    }

    private static String attempt(TaskInstance instance) {
        return instance.tryNumber() > 1 ? "  attempt " + instance.tryNumber() : "";
    }

    private static String duration(TaskInstance instance) {
        return instance.duration().map(time -> "  " + Quantity.duration(time)).orElse("");
    }

    private String amount(TaskInstance instance) {
        var amount = amounts.remove(instance.key());
        return amount == null ? "" : "  " + Board.told(amount);
    }

    private static String note(TaskInstance instance) {
        var note = instance.note();
        return note == null || note.isBlank()
                ? ""
                : "  " + note.lines().findFirst().orElse("");
    }
}
