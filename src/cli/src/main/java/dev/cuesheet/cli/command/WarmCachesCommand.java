package dev.cuesheet.cli.command;

import dev.cuesheet.cli.CommandLines;
import dev.cuesheet.cli.CuesheetCommand;
import dev.cuesheet.cli.Dags;
import dev.cuesheet.cli.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Does ahead what a first start would do. The build calls it, and whoever ships DAGs of their own may. */
@Command(
        name = "warm-caches",
        hidden = true,
        sortOptions = false,
        description = {
            "Compiles the DAGs of the folder into a cache that can be shipped with them.",
            "With --train, a DAG is run once in a home of its own, for the archives of classes that it and its Spark",
            "worker leave: runs then start faster, here and with this Java."
        },
        footer = {"", "Examples:", "  cuesheet warm-caches cache --dags-folder dags"})
public final class WarmCachesCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable CuesheetCommand cuesheet;

    @Parameters(paramLabel = "DIR", description = "The cache, made if absent.")
    private Path cache = Path.of("");

    @Option(names = "--train", paramLabel = "DAG_ID", description = "A DAG with a Glue job.")
    private @Nullable String training;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var root = Parent.of(cuesheet);
        var folder = root.shell().folder().resolve(cache);
        var dags = Dags.compileInto(folder, root);
        if (!dags.faults().isEmpty()) {
            throw new UserError("Cannot compile the DAGs in %s:%s".formatted(dags.folder(), Dags.lines(dags.faults())));
        }
        if (training != null) {
            Training.of(training, root, folder).takePlaceIfNeeded();
        }
        return CommandLines.SUCCESS;
    }
}
