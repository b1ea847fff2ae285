package dev.cuesheet.cli.diagram;

import dev.cuesheet.cli.terminal.Style;
import dev.cuesheet.engine.DagStructure;
import dev.cuesheet.engine.TaskSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A DAG as an indented tree. Every task stands once, below that of its upstream tasks that comes last; the others are
 * named beside it.
 */
public final class DagTree {
    private final Style style;
    private final Map<String, List<TaskSpec>> below = new LinkedHashMap<>();
    private final List<String> lines = new ArrayList<>();

    private DagTree(DagStructure dag, Style style) {
        this.style = style;
        var order = new HashMap<String, Integer>();
        for (var task : dag.tasks()) {
            order.put(task.id(), order.size());
            below.computeIfAbsent(parent(task, order), id -> new ArrayList<>()).add(task);
        }
    }

    /** One line a task. */
    public static List<String> lines(DagStructure dag, Style style) {
        var tree = new DagTree(dag, style);
        tree.branch("", "");
        return List.copyOf(tree.lines);
    }

    private static String parent(TaskSpec task, Map<String, Integer> order) {
        return task.upstream().stream()
                .max((a, b) -> Integer.compare(order.get(a), order.get(b)))
                .orElse("");
    }

    private void branch(String parent, String indent) {
        var tasks = below.getOrDefault(parent, List.of());
        for (int i = 0; i < tasks.size(); i++) {
            var task = tasks.get(i);
            boolean last = i == tasks.size() - 1;
            boolean root = parent.isEmpty();
            lines.add((indent
                    + (root ? "" : style.glyph(last ? "└─ " : "├─ ", last ? "`- " : "|- "))
                    + line(task, parent)));
            branch(task.id(), indent + (root ? "" : last ? "   " : style.glyph("│  ", "|  ")));
        }
    }

    private String line(TaskSpec task, String parent) {
        var line = new StringBuilder(style.bold(task.id()));
        if (task.operator() != null) {
            line.append("  ").append(style.cyan(task.operator()));
        }
        if (task.mapped()) {
            line.append("  ").append(style.yellow(style.glyph("× ", "x ") + DagPicture.mapping(task)));
        }
        var others = task.upstream().stream().filter(id -> !id.equals(parent)).toList();
        if (!others.isEmpty()) {
            line.append("  ").append(style.dim("also after " + String.join(", ", others)));
        }
        return line.toString();
    }
}
