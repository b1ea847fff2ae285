package dev.cuesheet.cli.run;

import dev.cuesheet.cli.terminal.Bar;
import dev.cuesheet.cli.terminal.Quantity;
import dev.cuesheet.cli.terminal.Style;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.RunState;
import dev.cuesheet.engine.TaskInstanceState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Draws a run as lines: the run itself, then one line a task. Immutable. */
final class Board {
    private static final int BAR_COLUMNS = 16;

    private final Style style;

    Board(Style style) {
        this.style = style;
    }

    /** @param rows how many lines there may be; the tasks that need no look give way first */
    List<String> lines(DagRun run, List<TaskPicture> tasks, Instant now, int rows) {
        var lines = new ArrayList<String>();
        lines.add(heading(run, now));
        var shown = tasks.size() < rows
                ? tasks
                : tasks.stream().filter(Board::needsLook).limit(rows - 2L).toList();
        int nameColumns =
                tasks.stream().mapToInt(task -> task.taskId().length()).max().orElse(0);
        shown.forEach(task -> lines.add(line(task, nameColumns, now)));
        if (shown.size() < tasks.size()) {
            long finished =
                    tasks.stream().filter(task -> task.state().isFinished()).count();
            lines.add(style.dim("  %d of %d tasks finished".formatted(finished, tasks.size())));
        }
        return lines;
    }

    String heading(DagRun run, Instant now) {
        var elapsed = run.startDate() == null
                ? ""
                : "  "
                        + Quantity.duration(
                                Duration.between(run.startDate(), run.endDate() == null ? now : run.endDate()));
        return style.bold(run.dagId()) + "  " + run.runId() + "  " + state(run.state()) + elapsed;
    }

    private String line(TaskPicture task, int nameColumns, Instant now) {
        var line = new StringBuilder("  ").append(mark(task.state())).append(' ');
        line.append(task.taskId()).append(" ".repeat(nameColumns - task.taskId().length()));
        line.append("  %7s"
                .formatted(
                        task.mapped() ? task.finished() + "/" + task.instances().size() : ""));
        line.append("  %7s".formatted(task.elapsed(now).map(Quantity::duration).orElse("")));
        var detail = detail(task);
        return (detail.isEmpty() ? line : line.append("  ").append(detail))
                .toString()
                .stripTrailing();
    }

    private String detail(TaskPicture task) {
        var parts = new ArrayList<String>();
        var amount = task.amount();
        if (amount != null) {
            boolean running = task.state() == TaskInstanceState.RUNNING && amount.total() > 0;
            parts.add((running ? Bar.of(style, amount.done(), amount.total(), BAR_COLUMNS) + " " : "") + told(amount));
        }
        if (task.attempts() > 1) {
            parts.add(style.yellow("attempt " + task.attempts()));
        }
        if (!task.state().isFinished() || task.state().isFailure()) {
            task.note().flatMap(note -> note.lines().findFirst()).ifPresent(parts::add);
        }
        return String.join("  ", parts);
    }

    static String told(TaskPicture.Amount amount) {
        if (amount.unit().equals("bytes")) {
            var done = Quantity.bytes(amount.done());
            return amount.total() > amount.done() ? done + " of " + Quantity.bytes(amount.total()) : done;
        }
        return amount.total() > 0
                ? "%d/%d %s".formatted(amount.done(), amount.total(), amount.unit())
                : "%d %s".formatted(amount.done(), amount.unit());
    }

    /** A run's state in its colour. */
    String state(RunState state) {
        return switch (state) {
            case QUEUED -> style.dim(state.label());
            case RUNNING -> style.cyan(state.label());
            case SUCCESS -> style.green(state.label());
            case FAILED -> style.red(state.label());
        };
    }

    /** A task's state in its colour. */
    String state(TaskInstanceState state) {
        return switch (state) {
            case SUCCESS -> style.green(state.label());
            case FAILED, UPSTREAM_FAILED -> style.red(state.label());
            case RUNNING -> style.cyan(state.label());
            case RESTARTING, UP_FOR_RETRY, UP_FOR_RESCHEDULE, DEFERRED -> style.yellow(state.label());
            case NONE, SCHEDULED, QUEUED, SKIPPED, REMOVED -> style.dim(state.label());
        };
    }

    private String mark(TaskInstanceState state) {
        return switch (state) {
            case SUCCESS -> style.green(style.glyph("✓", "+"));
            case FAILED -> style.red(style.glyph("✗", "x"));
            case UPSTREAM_FAILED -> style.red(style.glyph("−", "-"));
            case RUNNING -> style.cyan(style.glyph("●", "*"));
            case RESTARTING, UP_FOR_RETRY, UP_FOR_RESCHEDULE, DEFERRED -> style.yellow(style.glyph("↻", "~"));
            case SKIPPED, REMOVED -> style.dim(style.glyph("⤼", "/"));
            case NONE, SCHEDULED, QUEUED -> style.dim(style.glyph("○", "."));
        };
    }

    private static boolean needsLook(TaskPicture task) {
        return switch (task.state()) {
            case FAILED, RUNNING, RESTARTING, UP_FOR_RETRY, UP_FOR_RESCHEDULE, DEFERRED -> true;
            case NONE, SCHEDULED, QUEUED, SUCCESS, SKIPPED, UPSTREAM_FAILED, REMOVED -> false;
        };
    }
}
