package dev.cuesheet.cli.command;

import dev.cuesheet.cli.CommandLines;
import dev.cuesheet.cli.Dags;
import dev.cuesheet.cli.Json;
import dev.cuesheet.engine.dagbag.DagFileFault;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists what is wrong with the files of the DAGs folder. */
@Command(
        name = "list-import-errors",
        sortOptions = false,
        description = {
            "Lists the files of the DAGs folder that offer no DAG although they should, and why.",
            "The exit code is 1 when there are any. The other files offer theirs all the same."
        },
        footer = {
            "",
            "Examples:",
            "  cuesheet dags list-import-errors",
            "  cuesheet dags list-import-errors --dags-folder ~/dags --json"
        })
public final class DagsListImportErrorsCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--json", description = "Print a JSON array.")
    private boolean json;

    @Override
    public Integer call() {
        var root = Parent.of(spec);
        var dags = Dags.load(root);
        if (json) {
            Json.print(
                    root.shell().out(),
                    dags.faults().stream()
                            .map(DagsListImportErrorsCommand::object)
                            .toList());
        } else if (dags.faults().isEmpty()) {
            root.shell().err().printf("No errors: %d DAGs in %s.%n", dags.all().size(), dags.folder());
        } else {
            dags.faults().forEach(root.shell().out()::println);
        }
        return dags.faults().isEmpty() ? CommandLines.SUCCESS : CommandLines.FAILED;
    }

    private static Map<String, Object> object(DagFileFault fault) {
        var json = new LinkedHashMap<String, Object>();
        json.put("file", fault.file().toString());
        json.put("line", fault.line());
        json.put("message", fault.message());
        return json;
    }
}
