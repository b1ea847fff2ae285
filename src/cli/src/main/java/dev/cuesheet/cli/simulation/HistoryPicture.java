package dev.cuesheet.cli.simulation;

import dev.cuesheet.cli.terminal.Quantity;
import dev.cuesheet.cli.terminal.Style;
import dev.cuesheet.engine.Attempt;
import dev.cuesheet.engine.RunState;
import dev.cuesheet.engine.simulation.SimulatedHistory;
import dev.cuesheet.report.Screen;
import dev.cuesheet.report.TextTable;
import dev.cuesheet.report.TextTable.Align;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/** A simulated history as people read it: a few runs one by one, many as a summary, and the course of one of them. */
public final class HistoryPicture {
    /** More runs than this are summed up. */
    private static final int RUNS_LISTED = 60;

    /** Longer lists are cut off. */
    private static final int LONGEST_LIST = 40;

    private static final DateTimeFormatter TO_SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private final SimulatedHistory history;
    private final Style style;
    private final Screen screen;

    /** @param history has runs */
    public HistoryPicture(SimulatedHistory history, Style style, Screen screen) {
        this.history = history;
        this.style = style;
        this.screen = screen;
    }

    public void print(PrintStream out) {
        out.printf(
                "%s from %s to %s, simulated: no task was run. Times are UTC.%n",
                style.bold(history.dagId()), moment(history.from()), moment(history.to()));
        out.println();
        if (history.runs().size() > RUNS_LISTED) {
            summary(out);
        } else {
            out.print(table(history.runs()).render(screen));
            out.println();
            totals(out);
        }
        out.println();
        course(out, history.longest().orElse(history.runs().get(0)));
    }

    private void summary(PrintStream out) {
        var runs = history.runs();
        totals(out);
        line(out, "first run", runs.get(0));
        line(out, "last run", runs.get(runs.size() - 1));
        history.longest().ifPresent(run -> line(out, "longest", run));
        var failed = history.runs(RunState.FAILED);
        if (!failed.isEmpty()) {
            out.println();
            out.println(style.bold("Failed runs"));
            out.print(table(failed.stream().limit(LONGEST_LIST).toList()).render(screen));
            more(out, failed.size());
        }
    }

    private void totals(PrintStream out) {
        var states = new StringBuilder();
        history.counts()
                .forEach((state, count) -> states.append(", %d %s".formatted(count, coloured(state, state.label()))));
        line(out, "runs", history.runs().size() + states.toString());
        line(out, "attempts", history.attempts().count() + ", of which failed and tried again: " + history.retries());
        if (history.missedDeadlines() > 0) {
            line(out, "deadlines", history.missedDeadlines() + " missed: " + missedByName());
        }
    }

    /** How often each was, in the order of their first misses. */
    private String missedByName() {
        var counts = new LinkedHashMap<String, Integer>();
        history.runs().forEach(run -> run.missedDeadlines().forEach(name -> counts.merge(name, 1, Integer::sum)));
        return counts.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private static void line(PrintStream out, String name, SimulatedHistory.Run run) {
        line(
                out,
                name,
                "%s  %s%s"
                        .formatted(
                                moment(run.startDate()),
                                run.state().label(),
                                run.duration()
                                        .map(took -> " in " + Quantity.duration(took))
                                        .orElse("")));
    }

    private static void line(PrintStream out, String name, String value) {
        out.printf("  %-10s %s%n", name, value);
    }

    private static TextTable table(List<SimulatedHistory.Run> runs) {
        var table = new TextTable()
                .column("LOGICAL DATE", Align.LEFT)
                .column("STARTED", Align.LEFT)
                .column("STATE", Align.LEFT)
                .column("TOOK", Align.RIGHT)
                .column("ATTEMPTS", Align.RIGHT)
                .column("RETRIES", Align.RIGHT);
        for (var run : runs) {
            table.row(
                    moment(run.logicalDate()),
                    moment(run.startDate()),
                    run.state().label(),
                    run.duration().map(Quantity::duration).orElse(""),
                    String.valueOf(run.attempts().size()),
                    String.valueOf(run.retries()));
        }
        return table;
    }

    /** The order of one run's attempts. */
    private void course(PrintStream out, SimulatedHistory.Run run) {
        out.println(style.bold("Course of " + run.runId()));
        var table = new TextTable()
                .column("AFTER", Align.RIGHT)
                .column("TASK", Align.LEFT)
                .column("TRY", Align.RIGHT)
                .column("STATE", Align.LEFT)
                .column("TOOK", Align.RIGHT);
        run.attempts().stream()
                .limit(LONGEST_LIST)
                .forEach(attempt -> table.row(
                        Quantity.duration(Duration.between(run.startDate(), attempt.startDate())),
                        attempt.key().display(),
                        String.valueOf(attempt.tryNumber()),
                        attempt.state().label(),
                        took(attempt)));
        out.print(table.render(screen));
        more(out, run.attempts().size());
    }

    private void more(PrintStream out, int count) {
        if (count > LONGEST_LIST) {
            out.println(style.dim("and %d more; --json tells all".formatted(count - LONGEST_LIST)));
        }
    }

    private static String took(Attempt attempt) {
        return attempt.endDate() == null
                ? ""
                : Quantity.duration(Duration.between(attempt.startDate(), attempt.endDate()));
    }

    private String coloured(RunState state, String text) {
        return switch (state) {
            case SUCCESS -> style.green(text);
            case FAILED -> style.red(text);
            case QUEUED, RUNNING -> text;
        };
    }

    private static String moment(Instant instant) {
        return TO_SECOND.format(instant);
    }
}
