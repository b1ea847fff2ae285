package dev.cuesheet.cli.command;

import dev.cuesheet.cli.CommandLines;
import dev.cuesheet.cli.Dags;
import dev.cuesheet.cli.diagram.DagPicture;
import dev.cuesheet.cli.diagram.DagTree;
import dev.cuesheet.cli.diagram.Mermaid;
import dev.cuesheet.cli.terminal.Style;
import dev.cuesheet.cli.terminal.Tty;
import dev.cuesheet.engine.DagStructure;
import dev.cuesheet.engine.Param;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what a DAG is made of. */
@Command(
        name = "show-dag",
        sortOptions = false,
        description = "Shows a DAG: when it is due, the parameters it takes, and its tasks as a tree.",
        footer = {
            "",
            "Examples:",
            "  cuesheet show-dag tickit_etl",
            "  cuesheet show-dag tickit_etl --mermaid > dag.mmd"
        })
public final class ShowDagCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "DAG_ID", description = "The DAG.")
    private String dagId = "";

    @Option(names = "--mermaid", description = "Print a Mermaid flowchart instead.")
    private boolean mermaid;

    @Override
    public Integer call() {
        var root = Parent.of(spec);
        var dag = Dags.load(root).get(dagId).structure();
        var out = root.shell().out();
        if (mermaid) {
            out.print(Mermaid.of(DagPicture.graph(dag)));
        } else {
            show(dag, root.style(Tty.Stream.OUT), out);
        }
        return CommandLines.SUCCESS;
    }

    private static void show(DagStructure dag, Style style, PrintStream out) {
        out.println(style.bold(dag.id()) + (dag.description().isEmpty() ? "" : "  " + dag.description()));
        line(out, "schedule", dag.schedule().describe() + (dag.catchup() ? ", catches up" : ""));
        line(out, "tags", String.join(", ", dag.tags()));
        out.println();
        if (!dag.params().isEmpty()) {
            out.println(style.bold("Parameters"));
            int width =
                    dag.params().stream().mapToInt(p -> p.name().length()).max().orElse(0);
            dag.params().forEach(param -> out.println(line(param, width, style)));
            out.println();
        }
        out.println(style.bold("Tasks"));
        DagTree.lines(dag, style).forEach(task -> out.println("  " + task));
    }

    private static void line(PrintStream out, String name, String value) {
        if (!value.isEmpty()) {
            out.printf("  %-9s %s%n", name, value);
        }
    }

    private static String line(Param param, int width, Style style) {
        var value = param.required()
                ? "(must be given)"
                : param.defaultValue() == null ? "(may be given)" : "= " + param.defaultValue();
        return "  %s%s  %-12s %s"
                .formatted(
                        style.cyan(param.name()),
                        " ".repeat(width - param.name().length()),
                        value,
                        style.dim(param.description()))
                .stripTrailing();
    }
}
