package dev.cuesheet.cli.command;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.cli.CommandLines;
import dev.cuesheet.cli.CuesheetCommand;
import dev.cuesheet.cli.run.RunOrder;
import dev.cuesheet.cli.run.RunSession;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Runs a DAG now, or goes on with a run of it. */
@Command(
        name = "run-dag",
        sortOptions = false,
        description = {
            "Runs a DAG now and waits for its end, showing progress on standard error.",
            "Ctrl-C cancels the run, a second Ctrl-C ends at once; what was killed can be resumed."
        },
        footer = {
            "",
            "Examples:",
            "  cuesheet run-dag tickit_etl",
            "  cuesheet run-dag tickit_etl --param source=/data/tickit --param year=2008 --json",
            "  cuesheet run-dag tickit_etl --resume manual__2024-05-01T02:00:00Z"
        })
public final class RunDagCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable CuesheetCommand cuesheet;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "DAG_ID", description = "The DAG.")
    private String dagId = "";

    @Option(
            names = {"-p", "--param"},
            paramLabel = "NAME=VALUE",
            description = "Value of one of the DAG's parameters; may be given several times.")
    private Map<String, String> params = new LinkedHashMap<>();

    @Option(
            names = "--conf",
            paramLabel = "JSON",
            converter = JsonObject.Reader.class,
            description = "Parameters as a JSON object; --param goes before it.")
    private @Nullable JsonObject conf;

    @Option(
            names = "--logical-date",
            paramLabel = "DATE",
            converter = Moments.class,
            description = "The date that the run is about, as 2024-05-01 or 2024-05-01T02:00:00Z (default: now).")
    private @Nullable Instant logicalDate;

    @Option(names = "--run-id", paramLabel = "ID", description = "Name of the new run (default: made from the date).")
    private @Nullable String runId;

    @Option(
            names = "--resume",
            paramLabel = "RUN_ID",
            description = "Go on with this run: finished tasks are kept, the others run.")
    private @Nullable String resume;

    @Option(names = "--json", description = "End with one JSON object on standard output.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        var root = Parent.of(cuesheet);
        if (resume != null && (!params.isEmpty() || conf != null || logicalDate != null || runId != null)) {
            throw new ParameterException(
                    requireNonNull(spec, "picocli sets this before it runs a command")
                            .commandLine(),
                    "--resume goes on with a run as it was ordered, so --param, --conf, --logical-date and --run-id cannot be given with it.");
        }
        var order =
                resume != null ? RunOrder.resume(dagId, resume) : RunOrder.start(dagId, values(), logicalDate, runId);
        return new RunSession(root, json).execute(order) ? CommandLines.SUCCESS : CommandLines.FAILED;
    }

    private Map<String, Object> values() {
        var values = new LinkedHashMap<String, Object>(conf == null ? Map.of() : conf.members());
        values.putAll(params);
        return values;
    }
}
