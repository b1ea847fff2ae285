package dev.cuesheet.cli.command;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.cli.CommandLines;
import dev.cuesheet.cli.CuesheetCommand;
import dev.cuesheet.cli.terminal.Quantity;
import dev.cuesheet.ingest.IngestProgress;
import dev.cuesheet.ingest.tickit.TickitGenerator;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Writes source files in the public format. */
@Command(
        name = "generate-tickit",
        sortOptions = false,
        description = {
            "Writes seven files like the public TICKIT ones: names, formats, row counts and quirks.",
            "The same seed and scale give the same bytes on every machine."
        },
        footer = {
            "",
            "Examples:",
            "  cuesheet generate-tickit --out /tmp/tickit",
            "  cuesheet generate-tickit --out /tmp/tickit10 --scale 10 --seed 7",
            "  cuesheet run-dag tickit_etl --param source=/tmp/tickit"
        })
public final class GenerateTickitCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable CuesheetCommand cuesheet;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Folder to write to, made if absent.")
    private @Nullable Path out;

    @Option(
            names = "--scale",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many times the public number of listings and sales (default ${DEFAULT-VALUE}).")
    private double scale;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Chooses among all possible data (default ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public Integer call() throws InterruptedException {
        var shell = Parent.of(cuesheet).shell();
        var folder = shell.folder().resolve(requireNonNull(out, "--out is required"));
        var files = new TickitGenerator(seed, scale).generate(folder, IngestProgress.none());
        shell.err().printf("Wrote %s to %s%n", Quantity.bytes(files.totalSize()), files.folder());
        return CommandLines.SUCCESS;
    }
}
