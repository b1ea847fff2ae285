package dev.cuesheet.cli.command;

import dev.cuesheet.cli.CommandLines;
import dev.cuesheet.cli.CuesheetCommand;
import dev.cuesheet.cli.Dags;
import dev.cuesheet.cli.diagram.DagPicture;
import dev.cuesheet.cli.diagram.Graph;
import dev.cuesheet.cli.diagram.Mermaid;
import dev.cuesheet.cli.diagram.Svg;
import dev.cuesheet.cli.diagram.TickitPipeline;
import dev.cuesheet.cli.diagram.TickitSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Draws the pictures that documentation shows. */
@Command(
        name = "diagram",
        sortOptions = false,
        description = {
            "Draws a DAG, the way of its data and the TICKIT schema, as SVG and as Mermaid text.",
            "Everything comes from the code, so that a picture cannot be out of date."
        },
        footer = {"", "Examples:", "  cuesheet diagram", "  cuesheet diagram my_dag --out /tmp/pictures"})
public final class DiagramCommand implements Callable<Integer> {
    private static final String TICKIT = "tickit_etl";

    @ParentCommand
    private @Nullable CuesheetCommand cuesheet;

    @Parameters(
            arity = "0..1",
            paramLabel = "DAG_ID",
            defaultValue = TICKIT,
            description = "The DAG (default ${DEFAULT-VALUE}).")
    private String dagId = "";

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "diagram",
            description = "Folder to write to, made if absent (default ${DEFAULT-VALUE}).")
    private Path out = Path.of("");

    @Override
    public Integer call() throws IOException {
        var root = Parent.of(cuesheet);
        var folder = root.shell().folder().resolve(out);
        Files.createDirectories(folder);
        write(
                folder,
                "dag-" + dagId,
                DagPicture.graph(Dags.load(root).get(dagId).structure()));
        if (dagId.equals(TICKIT)) {
            write(folder, "pipeline", TickitPipeline.graph());
            Files.writeString(folder.resolve("schema.svg"), Svg.of(TickitSchema.graph()));
            Files.writeString(folder.resolve("schema.mmd"), TickitSchema.mermaid());
        }
        root.shell().err().printf("Drew into %s%n", folder);
        return CommandLines.SUCCESS;
    }

    private static void write(Path folder, String name, Graph graph) throws IOException {
        Files.writeString(folder.resolve(name + ".svg"), Svg.of(graph));
        Files.writeString(folder.resolve(name + ".mmd"), Mermaid.of(graph));
    }
}
