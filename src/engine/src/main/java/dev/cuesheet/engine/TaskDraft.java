package dev.cuesheet.engine;

import dev.cuesheet.engine.internal.TaskBody;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A task while its DAG is being defined. Used by the thread that defines the DAG. */
final class TaskDraft {
    final DagBuilder owner;
    final String id;
    final TaskBody body;
    final TaskSpec.Mapping mapping;

    private final Set<TaskDraft> upstream = new LinkedHashSet<>();
    private @Nullable Retries retries;
    private @Nullable Duration executionTimeout;
    private @Nullable TriggerRule triggerRule;
    private TaskSpec.Role role = TaskSpec.Role.WORK;
    private TaskSpec.Gate gate = TaskSpec.Gate.NONE;
    private TaskSpec.Past past = TaskSpec.Past.NONE;

    TaskDraft(DagBuilder owner, String id, TaskBody body, TaskSpec.Mapping mapping, List<TaskDraft> inputs) {
        this.owner = owner;
        this.id = id;
        this.body = body;
        this.mapping = mapping;
        upstream.addAll(inputs);
    }

    void waitFor(TaskDraft other) {
        owner.refuseIfBuilt();
        upstream.add(other);
    }

    void retries(Retries value) {
        owner.refuseIfBuilt();
        retries = value;
    }

    void executionTimeout(Duration value) {
        owner.refuseIfBuilt();
        executionTimeout = value;
    }

    void triggerRule(TriggerRule value) {
        owner.refuseIfBuilt();
        triggerRule = value;
    }

    void past(TaskSpec.Past value) {
        owner.refuseIfBuilt();
        past = value;
    }

    TaskSpec.Past past() {
        return past;
    }

    void gate(TaskSpec.Gate value) {
        gate = value;
    }

    void role(TaskSpec.Role value) {
        owner.refuseIfBuilt();
        role = value;
    }

    TaskSpec.Role role() {
        return role;
    }

    /** A teardown's is Airflow's default for teardowns unless it was given one. */
    TriggerRule triggerRule() {
        if (triggerRule != null) {
            return triggerRule;
        }
        return role.isTeardown() ? TriggerRule.ALL_DONE_SETUP_SUCCESS : TriggerRule.ALL_SUCCESS;
    }

    Set<TaskDraft> upstream() {
        return Collections.unmodifiableSet(upstream);
    }

    @Nullable
    Duration executionTimeout() {
        return executionTimeout;
    }

    TaskSpec toSpec(List<String> downstream, Retries retriesOfDag) {
        return new TaskSpec(
                id,
                TaskGraph.idsOf(upstream),
                downstream,
                mapping,
                operatorName(),
                triggerRule(),
                retries == null ? retriesOfDag : retries,
                executionTimeout,
                gate,
                role,
                past);
    }

    /** A class with a name is an operator; one that the compiler made up stands for a function. */
    private @Nullable String operatorName() {
        var type = body.author().getClass();
        boolean named = body.author() instanceof Operator && !type.isHidden() && !type.isSynthetic();
        return named && !type.getSimpleName().isEmpty() ? type.getSimpleName() : null;
    }
}
