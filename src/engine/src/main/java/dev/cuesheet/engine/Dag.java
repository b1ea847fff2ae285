package dev.cuesheet.engine;

import dev.cuesheet.engine.internal.SensorCode;
import dev.cuesheet.engine.internal.TaskBody;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A checked graph of tasks, ready to run. Immutable and safe to share between threads. All of it but the task bodies is
 * readable data: see {@link #structure()}.
 */
public final class Dag {
    private final DagStructure structure;
    private final Map<String, TaskSpec> tasks;
    private final Map<String, TaskBody> bodies;
    private final DagCallbacks callbacks;
    private final Map<String, PriorityStrategy> strategies;

    Dag(
            DagStructure structure,
            Map<String, TaskBody> bodies,
            DagCallbacks callbacks,
            Map<String, PriorityStrategy> strategies) {
        this.callbacks = callbacks;
        this.strategies = strategies;
        this.structure = structure;
        this.tasks = structure.tasksById();
        this.bodies = bodies;
    }

    /** Begins the definition of a DAG. */
    public static DagBuilder named(String id) {
        return new DagBuilder(id);
    }

    public String id() {
        return structure.id();
    }

    public DagStructure structure() {
        return structure;
    }

    public Schedule schedule() {
        return structure.schedule();
    }

    /** The tasks in topological order. */
    public List<TaskSpec> tasks() {
        return structure.tasks();
    }

    /** The task of this id; empty when there is none. */
    public Optional<TaskSpec> find(String taskId) {
        return Optional.ofNullable(tasks.get(taskId));
    }

    /** The operator that does the task's work; empty when a function does it. */
    public Optional<Operator<?>> operator(String taskId) {
        return Optional.ofNullable(bodies.get(taskId)).flatMap(TaskBody::asOperator);
    }

    /** How the task's instances are weighed; empty when its weight rule is no rule of its author's own. */
    public Optional<PriorityStrategy> priorityStrategy(String taskId) {
        return Optional.ofNullable(strategies.get(taskId));
    }

    /** The operators and functions that do the tasks' work, as their author wrote them. */
    public Stream<Object> work() {
        return bodies.values().stream().map(TaskBody::author);
    }

    /**
     * A DAG of the same structure whose tasks leave their work to others, and only take the time that those take. Nobody
     * is called back.
     */
    public Dag rehearsedBy(StandIns standIns) {
        var others = new HashMap<String, TaskBody>();
        tasks.forEach((taskId, task) -> {
            var own = bodies.get(taskId);
            others.put(
                    taskId,
                    own.code() instanceof SensorCode sensor
                            ? own.lookingWith(standIns.sensor(task), sensor.poking())
                            : own.doing(standIns.operator(task)));
        });
        return new Dag(structure, Map.copyOf(others), new DagCallbacks(), strategies);
    }

    /** What runs when the task runs. For the engine; other code has no use for it. */
    Map<String, TaskBody> bodies() {
        return bodies;
    }

    DagCallbacks callbacks() {
        return callbacks;
    }

    @Override
    public String toString() {
        return "DAG " + id() + " (" + tasks.size() + " tasks)";
    }
}
