package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;

/**
 * A task of a DAG being defined. Passing it as input to another task makes that task wait for it and receive its
 * result. Usable until the DAG is built, from one thread.
 *
 * @param <T> the task's result
 */
public sealed class TaskHandle<T> implements Input<T>, Upstream permits MappedTaskHandle {
    final TaskDraft draft;

    TaskHandle(TaskDraft draft) {
        this.draft = draft;
    }

    @Override
    public final String id() {
        return draft.id;
    }

    /** Order without data: this task waits for those, and for all leaves of a group. */
    public TaskHandle<T> after(Upstream... upstream) {
        draft.owner.after(draft, upstream);
        return this;
    }

    /** Order without data: this task waits for the tasks or groups of these ids, which may be defined later. */
    public TaskHandle<T> after(String... ids) {
        draft.owner.after(draft, ids);
        return this;
    }

    /** Retries of this task instead of the DAG's. */
    public TaskHandle<T> retries(Retries retries) {
        draft.retries(requireNonNull(retries, "retries"));
        return this;
    }

    /** How long one attempt may run before it is cancelled and counts as failed. */
    public TaskHandle<T> executionTimeout(Duration timeout) {
        draft.executionTimeout(requireNonNull(timeout, "timeout"));
        return this;
    }

    /** Makes this a setup: every task below it waits for it, however far away, and fails with it. */
    public TaskHandle<T> asSetup() {
        draft.role(TaskSpec.Role.SETUP);
        return this;
    }

    /**
     * Makes this a teardown of the setups, which become upstream of it. It runs once everything it waits for is done, if
     * at least one of its setups has succeeded; what it comes to does not change the run's outcome.
     */
    public TaskHandle<T> asTeardownOf(TaskHandle<?>... setups) {
        draft.role(TaskSpec.Role.TEARDOWN);
        for (var setup : setups) {
            setup.draft.role(TaskSpec.Role.SETUP);
        }
        after(setups);
        return this;
    }

    /** Makes this a teardown whose failure fails the run; otherwise as {@link #asTeardownOf}. */
    public TaskHandle<T> asTeardownThatCountsOf(TaskHandle<?>... setups) {
        asTeardownOf(setups);
        draft.role(TaskSpec.Role.TEARDOWN_THAT_COUNTS);
        return this;
    }

    /** Waits until this task has succeeded or was skipped in the run before; in the first run it does not wait. */
    public TaskHandle<T> dependsOnPast() {
        draft.past(new TaskSpec.Past(
                true, draft.past().waitsForDownstream(), draft.past().ignoresFirst()));
        return this;
    }

    /** Waits until this task and those directly below it have succeeded or were skipped in the run before. */
    public TaskHandle<T> waitForDownstream() {
        draft.past(new TaskSpec.Past(true, true, draft.past().ignoresFirst()));
        return this;
    }

    /**
     * Hands each part of the result on as an XCom of its own too: of a map by its keys, of a record by its components.
     * Parts that are null are not there.
     */
    public TaskHandle<T> multipleOutputs() {
        draft.splitResult();
        return this;
    }

    /**
     * What the instances of this task, which is mapped or in a mapped group, are called besides their map index: a template
     * that is filled in after each attempt, and may also use the {@code item} and, when there is one, the {@code result}.
     * See {@link RunHistory#mapIndexName}.
     */
    public TaskHandle<T> mapIndexTemplate(String template) {
        draft.mapIndexTemplate(requireNonNull(template, "template"));
        return this;
    }

    /** Assets that this task updates: its success is an event of each, which DAGs scheduled on them wait for. */
    public TaskHandle<T> outlet(Asset... assets) {
        draft.owner.refuseIfBuilt();
        draft.ties.outlets.addAll(List.of(assets));
        return this;
    }

    /** Assets that this task reads. That does not make it wait for them; see {@link Schedule#onAssets}. */
    public TaskHandle<T> inlet(Asset... assets) {
        draft.owner.refuseIfBuilt();
        draft.ties.inlets.addAll(List.of(assets));
        return this;
    }

    /** Called when a try of this task begins. */
    public TaskHandle<T> onExecute(Callback callback) {
        return callback(CallbackKind.ON_EXECUTE, callback);
    }

    /** Called when this task has succeeded. */
    public TaskHandle<T> onSuccess(Callback callback) {
        return callback(CallbackKind.ON_SUCCESS, callback);
    }

    /** Called when a try of this task has failed and another one will come. */
    public TaskHandle<T> onRetry(Callback callback) {
        return callback(CallbackKind.ON_RETRY, callback);
    }

    /** Called when this task has failed for good. */
    public TaskHandle<T> onFailure(Callback callback) {
        return callback(CallbackKind.ON_FAILURE, callback);
    }

    /** Called when this task has said that it is skipped; not when it is skipped because of other tasks. */
    public TaskHandle<T> onSkipped(Callback callback) {
        return callback(CallbackKind.ON_SKIPPED, callback);
    }

    private TaskHandle<T> callback(CallbackKind kind, Callback callback) {
        draft.owner.refuseIfBuilt();
        draft.ties.add(kind, requireNonNull(callback, "callback"));
        return this;
    }

    /** The pool whose slots an attempt takes; one slot of {@link Pool#DEFAULT_NAME}, unless said here. */
    public TaskHandle<T> pool(String name) {
        return pool(name, 1);
    }

    /** The pool whose slots an attempt takes, and how many of them. */
    public TaskHandle<T> pool(String name, int slots) {
        requireNonNull(name, "name");
        draft.slots(known -> known.inPool(name, slots));
        return this;
    }

    /** Which instances go first when not all can run: those of the most weight. 1 unless said here. */
    public TaskHandle<T> priorityWeight(int weight) {
        draft.slots(known -> known.withPriorityWeight(weight));
        return this;
    }

    /** What of the DAG adds to the task's weight; the tasks below it, unless said here. */
    public TaskHandle<T> weightRule(WeightRule rule) {
        requireNonNull(rule, "rule");
        draft.slots(known -> known.withWeightRule(rule));
        draft.strategy(null);
        return this;
    }

    /** Weighs each instance by a rule of the author's own. */
    public TaskHandle<T> weightRule(PriorityStrategy strategy) {
        requireNonNull(strategy, "strategy");
        draft.slots(known -> known.withWeightRule(WeightRule.CUSTOM));
        draft.strategy(strategy);
        return this;
    }

    /** How many instances of the task may be active at once, over all runs of the DAG. */
    public TaskHandle<T> maxActivePerDag(int instances) {
        refuseIfNone("maxActivePerDag", instances);
        draft.slots(known -> known.withMaxActivePerDag(instances));
        return this;
    }

    /** How many instances of the task may be active at once within a run. */
    public TaskHandle<T> maxActivePerRun(int instances) {
        refuseIfNone("maxActivePerRun", instances);
        draft.slots(known -> known.withMaxActivePerRun(instances));
        return this;
    }

    private void refuseIfNone(String what, int instances) {
        if (instances < 1) {
            throw new IllegalArgumentException(
                    "%s of task \"%s\" must be at least 1, got %d".formatted(what, draft.id, instances));
        }
    }

    /** What the upstream tasks must have come to before this task runs; all of them succeeded, unless said here. */
    public TaskHandle<T> triggerRule(TriggerRule rule) {
        draft.triggerRule(requireNonNull(rule, "rule"));
        return this;
    }
}
