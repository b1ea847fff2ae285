package dev.cuesheet.cli.command;

import dev.cuesheet.cli.CommandLines;
import dev.cuesheet.cli.CuesheetCommand;
import dev.cuesheet.cli.Json;
import dev.cuesheet.cli.schedule.BackfillSession;
import dev.cuesheet.engine.Backfill;
import dev.cuesheet.engine.Backfill.Reprocess;
import dev.cuesheet.engine.BackfillRequest;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a DAG for a span of past time. */
@Command(
        name = "create",
        sortOptions = false,
        description = {
            "Runs a DAG for every date of its schedule in a span of past time, and waits for the end of that.",
            "A living scheduler helps. Ctrl-C leaves the backfill as it is; backfill run goes on with it."
        },
        footer = {
            "",
            "Examples:",
            "  cuesheet backfill create tickit_etl --from-date 2025-01-01 --to-date 2025-01-31",
            "  cuesheet backfill create --dag-id tickit_etl --from-date 2025-01-01 --to-date 2025-01-31 --dry-run",
            "  cuesheet backfill create tickit_etl --from-date 2025-01-01 --to-date 2025-01-31 \\",
            "      --reprocess-behavior failed --run-backwards --max-active-runs 2 --detach"
        })
public final class BackfillCreateCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "DAG_ID", description = "The DAG.")
    private @Nullable String dagIdAsWord;

    @Option(names = "--dag-id", paramLabel = "DAG_ID", description = "The DAG, as Airflow takes it.")
    private @Nullable String dagIdAsOption;

    @Option(
            names = "--from-date",
            required = true,
            paramLabel = "DATE",
            converter = Moments.class,
            description = "The first logical date, as 2025-01-01 or 2025-01-01T02:00:00Z.")
    private Instant from = Instant.EPOCH;

    @Option(
            names = "--to-date",
            required = true,
            paramLabel = "DATE",
            converter = Moments.class,
            description = "The last logical date; 2025-01-31 is the midnight with which that day begins.")
    private Instant to = Instant.EPOCH;

    @Option(
            names = "--reprocess-behavior",
            paramLabel = "WHICH",
            defaultValue = "none",
            description =
                    "Which dates that have a run are run again: none, failed, or completed, which is all that have ended (default none).")
    private Reprocess reprocess = Reprocess.NONE;

    @Option(names = "--run-backwards", description = "The latest date first.")
    private boolean backwards;

    @Option(
            names = "--max-active-runs",
            paramLabel = "N",
            defaultValue = "10",
            description = "At most so many of its runs at once (default ${DEFAULT-VALUE}).")
    private int maxActiveRuns;

    @Mixin
    private final ParamOptions params = new ParamOptions();

    @Option(names = "--dry-run", description = "Show the dates, and do nothing.")
    private boolean dryRun;

    @Option(names = "--detach", description = "Leave the runs to a scheduler, and do not wait.")
    private boolean detach;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        var root = Parent.of(spec);
        var dagId = dagId();
        if (to.isBefore(from)) {
            throw Parent.wrong(spec, "The span from %s to %s is empty.".formatted(from, to));
        }
        if (maxActiveRuns < 1) {
            throw Parent.wrong(spec, "--max-active-runs must be at least 1, got %d.".formatted(maxActiveRuns));
        }
        if (dryRun || detach) {
            return withoutRunning(root, dagId);
        }
        var session = new BackfillSession(root);
        return session.execute(dagId, (engine, dag) -> engine.backfills().create(dag, request()))
                        && tell(root, session.backfill())
                ? CommandLines.SUCCESS
                : CommandLines.FAILED;
    }

    private boolean tell(CuesheetCommand root, Backfill backfill) {
        if (json) {
            Json.print(root.shell().out(), Backfills.object(backfill));
        }
        return true;
    }

    private int withoutRunning(CuesheetCommand root, String dagId) {
        try (var desk = Desk.open(root, dagId)) {
            var backfills = desk.engine().backfills();
            if (dryRun) {
                var entries = backfills.plan(desk.dag(), request());
                if (json) {
                    Json.print(
                            desk.out(), entries.stream().map(Backfills::object).toList());
                } else if (entries.isEmpty()) {
                    desk.err().printf("The schedule has no date from %s to %s.%n", from, to);
                } else {
                    desk.out().print(Backfills.table(entries).render(root.screen()));
                }
                return CommandLines.SUCCESS;
            }
            var backfill = backfills.create(desk.dag(), request());
            if (json) {
                Json.print(desk.out(), Backfills.object(backfill));
            } else {
                desk.out().println(Backfills.line(backfill));
            }
            if (!backfill.hasEnded()) {
                desk.err().println(desk.whoTakesUp());
                if (!desk.isPaused() && !desk.hasScheduler()) {
                    desk.err().printf("Or run them here: cuesheet backfill run %d%n", backfill.number());
                }
            }
        }
        return CommandLines.SUCCESS;
    }

    private String dagId() {
        if (dagIdAsWord != null && dagIdAsOption != null && !dagIdAsWord.equals(dagIdAsOption)) {
            throw Parent.wrong(
                    spec, "One DAG at a time: %s is given, and --dag-id %s.".formatted(dagIdAsWord, dagIdAsOption));
        }
        var dagId = dagIdAsWord == null ? dagIdAsOption : dagIdAsWord;
        if (dagId == null) {
            throw Parent.wrong(spec, "Name the DAG: DAG_ID or --dag-id DAG_ID.");
        }
        return dagId;
    }

    private BackfillRequest request() {
        return new BackfillRequest(from, to, reprocess, backwards, maxActiveRuns, params.values());
    }
}
