package dev.cuesheet.engine;

import dev.cuesheet.engine.internal.TaskBody;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A task while its DAG is being defined. Used by the thread that defines the DAG. */
final class TaskDraft {
    final DagBuilder owner;
    final String id;
    TaskBody body;
    final TaskSpec.Mapping mapping;

    /** The innermost group that it is in; null when it is in none. */
    final @Nullable GroupDraft group;

    /** What it is mapped over on its own; null when it is not. */
    @Nullable
    Items<?> items;

    /** The inputs as its author named them. */
    final List<Input<?>> inputs;

    final TaskTies ties = new TaskTies();

    private final Set<TaskDraft> upstream = new LinkedHashSet<>();
    private @Nullable Retries retries;
    private @Nullable Duration executionTimeout;
    private @Nullable TriggerRule triggerRule;
    private @Nullable String mapIndexTemplate;
    private TaskSpec.Role role = TaskSpec.Role.WORK;
    private TaskSpec.Gate gate = TaskSpec.Gate.NONE;
    private TaskSpec.Past past = TaskSpec.Past.NONE;
    private TaskSpec.Slots slots = TaskSpec.Slots.DEFAULT;
    private @Nullable PriorityStrategy strategy;

    TaskDraft(
            DagBuilder owner,
            String id,
            TaskBody body,
            TaskSpec.Mapping mapping,
            @Nullable GroupDraft group,
            List<Input<?>> inputs) {
        this.owner = owner;
        this.id = id;
        this.body = body;
        this.mapping = mapping;
        this.group = group;
        this.inputs = List.copyOf(inputs);
        for (var input : inputs) {
            if (input instanceof TaskHandle<?> task) {
                upstream.add(task.draft);
            }
        }
    }

    void waitFor(TaskDraft other) {
        owner.refuseIfBuilt();
        upstream.add(other);
    }

    /** Of a DAG that is being built: waits for the other as well. */
    void connect(TaskDraft other) {
        upstream.add(other);
    }

    /** The mapped group that it is in; null when it is in none. */
    @Nullable
    GroupDraft mappedGroup() {
        return group == null ? null : group.mapped();
    }

    void splitResult() {
        owner.refuseIfBuilt();
        body = body.splittingResult();
    }

    void retries(Retries value) {
        owner.refuseIfBuilt();
        retries = value;
    }

    void executionTimeout(Duration value) {
        owner.refuseIfBuilt();
        executionTimeout = value;
    }

    void mapIndexTemplate(String value) {
        owner.refuseIfBuilt();
        mapIndexTemplate = value;
    }

    @Nullable
    String mapIndexTemplate() {
        return mapIndexTemplate;
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

    void slots(UnaryOperator<TaskSpec.Slots> change) {
        owner.refuseIfBuilt();
        slots = change.apply(slots);
    }

    TaskSpec.Slots slots() {
        return slots;
    }

    void strategy(@Nullable PriorityStrategy value) {
        owner.refuseIfBuilt();
        strategy = value;
    }

    @Nullable
    PriorityStrategy strategy() {
        return strategy;
    }

    void gate(TaskSpec.Gate value) {
        gate = value;
    }

    TaskSpec.Gate gate() {
        return gate;
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
        return executionTimeout != null || group == null ? executionTimeout : group.executionTimeout();
    }

    private Retries retriesOr(Retries ofDag) {
        if (retries != null) {
            return retries;
        }
        var ofGroup = group == null ? null : group.retries();
        return ofGroup == null ? ofDag : ofGroup;
    }

    TaskSpec toSpec(List<String> downstream, Retries retriesOfDag, int weight) {
        return new TaskSpec(
                id,
                TaskGraph.idsOf(upstream),
                downstream,
                mapping,
                operatorName(),
                triggerRule(),
                retriesOr(retriesOfDag),
                executionTimeout(),
                gate,
                role,
                past,
                group == null ? null : group.id,
                mapIndexTemplate,
                ties.toSpec(),
                slots.weight() == weight ? slots : slots.weighing(weight));
    }

    /** A class with a name is an operator; one that the compiler made up stands for a function. */
    private @Nullable String operatorName() {
        var type = body.author().getClass();
        boolean named = body.author() instanceof Operator && !type.isHidden() && !type.isSynthetic();
        return named && !type.getSimpleName().isEmpty() ? type.getSimpleName() : null;
    }
}
