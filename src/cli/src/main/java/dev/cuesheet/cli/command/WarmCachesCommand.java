package dev.cuesheet.cli.command;

import dev.cuesheet.cli.CommandLines;
import dev.cuesheet.cli.CuesheetCommand;
import dev.cuesheet.cli.Dags;
import dev.cuesheet.cli.UserError;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Compiles ahead what a first start would compile. The build calls it, and whoever ships DAGs of their own may. */
@Command(
        name = "warm-caches",
        hidden = true,
        sortOptions = false,
        description = "Compiles the DAGs of the folder into a cache that can be shipped with them.",
        footer = {"", "Examples:", "  cuesheet warm-caches cache --dags-folder dags"})
public final class WarmCachesCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable CuesheetCommand cuesheet;

    @Parameters(paramLabel = "DIR", description = "The cache, made if absent.")
    private Path cache = Path.of("");

    @Override
    public Integer call() {
        var root = Parent.of(cuesheet);
        var dags = Dags.compileInto(root.shell().folder().resolve(cache), root);
        if (!dags.faults().isEmpty()) {
            throw new UserError("Cannot compile the DAGs in %s:%s".formatted(dags.folder(), Dags.lines(dags.faults())));
        }
        return CommandLines.SUCCESS;
    }
}
