package dev.cuesheet.cli.command;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.cli.CommandLines;
import dev.cuesheet.cli.CuesheetCommand;
import dev.cuesheet.cli.Dags;
import dev.cuesheet.cli.Json;
import dev.cuesheet.cli.simulation.HistoryJson;
import dev.cuesheet.cli.simulation.HistoryPicture;
import dev.cuesheet.cli.terminal.Tty;
import dev.cuesheet.engine.simulation.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells what a DAG would do over a span of time. */
@Command(
        name = "simulate",
        sortOptions = false,
        description = {
            "Tells what a DAG would do over a span of time, as if it were first scheduled at its beginning.",
            "Schedule, trigger rules, retries, limits and timeouts are the DAG's own. No task is run, nothing is kept."
        },
        footer = {
            "",
            "Examples:",
            "  cuesheet dags simulate tickit_etl --from 2025-01-01 --to 2026-01-01",
            "  cuesheet dags simulate tickit_etl --from 2025-03-01 --fail-rate 0.05 --seed 42",
            "  cuesheet dags simulate tickit_etl --from 2025-01-01 --to 2025-01-08 --task-duration 10m --json"
        })
public final class DagsSimulateCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "DAG_ID", description = "The DAG.")
    private String dagId = "";

    @Option(
            names = "--from",
            paramLabel = "DATE",
            converter = Moments.class,
            description = "Beginning of the span, as 2025-01-01 or 2025-01-01T02:00:00Z (default: today).")
    private @Nullable Instant from;

    @Option(
            names = "--to",
            paramLabel = "DATE",
            converter = Moments.class,
            description = "End of the span, when no run begins any more (default: a year later).")
    private @Nullable Instant to;

    @Option(
            names = "--task-duration",
            paramLabel = "TIME",
            converter = Durations.class,
            defaultValue = "30s",
            description = "How long every attempt takes (default ${DEFAULT-VALUE}).")
    private Duration taskDuration = Duration.ZERO;

    @Option(
            names = "--fail-rate",
            paramLabel = "P",
            defaultValue = "0",
            description = "Probability of an attempt's failing, from 0 to 1 (default ${DEFAULT-VALUE}).")
    private double failRate;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "What the failures are drawn from; the same number gives the same ones (default 0).")
    private long seed;

    @Option(names = "--json", description = "Print one JSON object, with every run and attempt.")
    private boolean json;

    @Override
    public Integer call() {
        var root = Parent.of(spec);
        var start = from == null ? root.shell().clock().instant().truncatedTo(ChronoUnit.DAYS) : from;
        var end = to == null ? start.atZone(ZoneOffset.UTC).plusYears(1).toInstant() : to;
        if (!start.isBefore(end)) {
            throw wrong("The span from %s to %s is empty.".formatted(start, end));
        }
        if (!(failRate >= 0 && failRate <= 1)) {
            throw wrong("--fail-rate is a probability from 0 to 1, got %s.".formatted(failRate));
        }
        simulate(root, start, end);
        return CommandLines.SUCCESS;
    }

    private void simulate(CuesheetCommand root, Instant start, Instant end) {
        var dag = Dags.load(root).get(dagId);
        var history = Simulation.of(dag)
                .from(start)
                .to(end)
                .everyTaskTakes(taskDuration)
                .failRate(failRate)
                .seed(seed)
                .run();
        if (json) {
            Json.print(root.shell().out(), HistoryJson.of(history));
        } else if (history.runs().isEmpty()) {
            root.shell()
                    .err()
                    .printf(
                            "DAG \"%s\" has no run from %s to %s; its schedule: %s.%n",
                            dagId, start, end, dag.schedule().describe());
        } else {
            new HistoryPicture(history, root.style(Tty.Stream.OUT), root.screen())
                    .print(root.shell().out());
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(
                requireNonNull(spec, "picocli sets this before it runs a command")
                        .commandLine(),
                message);
    }
}
