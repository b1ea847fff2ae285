package dev.cuesheet.cli.command;

import dev.cuesheet.cli.UserError;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.TaskInstanceKey;
import dev.cuesheet.engine.TaskSelection;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options that say which runs are meant, and what goes with the tasks that are. Airflow's names. */
final class SelectionOptions {
    @Option(
            names = "--run",
            paramLabel = "RUN",
            description = "The run that is meant: its id, its logical date, or latest.")
    private @Nullable String run;

    @Option(
            names = {"-s", "--start-date"},
            paramLabel = "DATE",
            converter = Moments.class,
            description = "Every run from this logical date on.")
    private @Nullable Instant from;

    @Option(
            names = {"-e", "--end-date"},
            paramLabel = "DATE",
            converter = Moments.class,
            description = "Every run up to this logical date, itself included.")
    private @Nullable Instant to;

    @Option(
            names = {"-u", "--upstream"},
            description = "Also the tasks that those wait for.")
    private boolean upstream;

    @Option(
            names = {"-d", "--downstream"},
            description = "Also the tasks that wait for those.")
    private boolean downstream;

    @Option(names = "--past", description = "Also in all earlier runs.")
    private boolean past;

    @Option(names = "--future", description = "Also in all later runs.")
    private boolean future;

    @Option(
            names = "--map-index",
            paramLabel = "N",
            defaultValue = "-1",
            description = "Of mapped tasks only the instance of this index.")
    private int mapIndex;

    /** Refuses what makes no sense, before anything is opened. */
    void check(@Nullable CommandSpec spec) {
        if (run == null && from == null && to == null) {
            throw Parent.wrong(
                    spec, "Say which runs are meant: --run RUN, --run latest, or --start-date and --end-date.");
        }
        if (run != null && (from != null || to != null)) {
            throw Parent.wrong(spec, "--run is one run, so --start-date and --end-date cannot be given with it.");
        }
        if (run == null && (past || future)) {
            throw Parent.wrong(
                    spec, "--past and --future are seen from one run, so they need --run; a span has its two dates.");
        }
        if (from != null && to != null && to.isBefore(from)) {
            throw Parent.wrong(spec, "The span from %s to %s is empty.".formatted(from, to));
        }
        if (mapIndex < TaskInstanceKey.UNMAPPED) {
            throw Parent.wrong(spec, "--map-index counts from 0, got %d.".formatted(mapIndex));
        }
    }

    /** What goes with the tasks of that pattern. */
    TaskSelection selection(String tasks, boolean onlyFailed, boolean onlyRunning) {
        return new TaskSelection(tasks, mapIndex, upstream, downstream, past, future, onlyFailed, onlyRunning);
    }

    /** The ids of the runs that are meant, those of earlier dates first. */
    List<String> runs(Desk desk) {
        if (run != null) {
            return List.of(desk.run(run).run().runId());
        }
        var runs = desk.store().states().runsBetween(desk.dag().id(), from, to).stream()
                .map(DagRun::runId)
                .toList();
        if (runs.isEmpty()) {
            throw new UserError("DAG \"%s\" has no run with a logical date from %s to %s. See: cuesheet runs list %s"
                    .formatted(
                            desk.dag().id(),
                            from == null ? "the beginning" : from,
                            to == null ? "now" : to,
                            desk.dag().id()));
        }
        return runs;
    }
}
