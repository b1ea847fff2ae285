package dev.cuesheet.cli.command;

import dev.cuesheet.cli.CommandLines;
import dev.cuesheet.cli.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts a run of a DAG in the queue. */
@Command(
        name = "trigger",
        sortOptions = false,
        description = {
            "Puts a run of a DAG in the queue and returns; a living scheduler starts it at once.",
            "To run it in this process and wait for its end, there is run-dag."
        },
        footer = {
            "",
            "Examples:",
            "  cuesheet dags trigger tickit_etl",
            "  cuesheet dags trigger tickit_etl --conf '{\"year\": 2008}' --run-id corrected_2008 --json"
        })
public final class DagsTriggerCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "DAG_ID", description = "The DAG.")
    private String dagId = "";

    @Mixin
    private final ParamOptions params = new ParamOptions();

    @Option(
            names = {"-l", "--logical-date"},
            paramLabel = "DATE",
            converter = Moments.class,
            description = "The date that the run is about, as 2024-05-01 or 2024-05-01T02:00:00Z (default: now).")
    private @Nullable Instant logicalDate;

    @Option(
            names = {"-r", "--run-id"},
            paramLabel = "ID",
            description = "Name of the new run (default: made from the date).")
    private @Nullable String runId;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        var request = params.request();
        request = logicalDate == null ? request : request.logicalDate(logicalDate);
        request = runId == null ? request : request.runId(runId);
        try (var desk = Desk.open(Parent.of(spec), dagId)) {
            var run = desk.engine().queue(desk.dag(), request);
            if (json) {
                var object = new LinkedHashMap<String, @Nullable Object>();
                object.put("dagId", run.dagId());
                object.put("runId", run.runId());
                object.put("logicalDate", String.valueOf(run.logicalDate()));
                object.put("state", run.state().label());
                object.put("paused", desk.isPaused());
                object.put("schedulerAlive", desk.hasScheduler());
                Json.print(desk.out(), object);
            } else {
                desk.out()
                        .printf(
                                "%s  %s  %s%n",
                                run.dagId(), run.runId(), run.state().label());
                desk.err().println(desk.whoTakesUp());
                if (!desk.isPaused() && !desk.hasScheduler()) {
                    desk.err()
                            .printf(
                                    "Or run it here and now: cuesheet run-dag %s --resume %s%n",
                                    run.dagId(), run.runId());
                }
            }
        }
        return CommandLines.SUCCESS;
    }
}
