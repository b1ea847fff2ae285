package dev.cuesheet.cli.diagram;

import dev.cuesheet.cli.diagram.Graph.Edge;
import dev.cuesheet.cli.diagram.Graph.Kind;
import dev.cuesheet.cli.diagram.Graph.Node;
import dev.cuesheet.engine.DagStructure;
import dev.cuesheet.engine.TaskSpec;
import java.util.ArrayList;
import java.util.List;

/** A DAG as a graph and as a tree of text. */
public final class DagPicture {
    private DagPicture() {}

    public static Graph graph(DagStructure dag) {
        return new Graph(
                "DAG " + dag.id(),
                dag.tasks().stream().map(DagPicture::node).toList(),
                dag.edges().stream()
                        .map(edge -> new Edge(edge.upstream(), edge.downstream(), ""))
                        .toList());
    }

    /** How often the task is done, for people; empty when once. */
    public static String mapping(TaskSpec task) {
        var mapping = task.mapping();
        if (mapping instanceof TaskSpec.Mapping.OverItems items) {
            return "%d items".formatted(items.count());
        }
        if (mapping instanceof TaskSpec.Mapping.Over over) {
            return "one per item of " + over.description();
        }
        if (mapping instanceof TaskSpec.Mapping.InGroup group) {
            return "one per item of group " + group.groupId();
        }
        return mapping instanceof TaskSpec.Mapping.OverResult result ? "one per item of " + result.taskId() : "";
    }

    private static Node node(TaskSpec task) {
        var rows = new ArrayList<String>();
        if (task.operator() != null) {
            rows.add(task.operator());
        }
        if (task.mapped()) {
            rows.add(mapping(task));
        }
        return new Node(task.id(), task.mapped() ? Kind.MAPPED : Kind.STEP, task.id(), List.copyOf(rows));
    }
}
