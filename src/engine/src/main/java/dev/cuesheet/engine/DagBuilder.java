package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.engine.internal.SensorCode;
import dev.cuesheet.engine.internal.TaskBody;
import dev.cuesheet.engine.internal.TaskBody.Argument;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Defines one DAG, from one thread. After {@link #build()} it takes no more changes. */
public final class DagBuilder {
    /** Airflow's default. */
    private static final int MAX_ACTIVE_TASKS = 16;

    /** Airflow's default. */
    private static final int MAX_ACTIVE_RUNS = 16;

    private final String id;
    private final List<TaskDraft> tasks = new ArrayList<>();
    private final List<Param> params = new ArrayList<>();
    private final Set<String> tags = new TreeSet<>();
    private String description = "";
    private Schedule schedule = Schedule.manual();
    private boolean catchup;
    private @Nullable Instant startDate;
    private @Nullable Instant endDate;
    private Retries retries = Retries.none();
    private int maxActiveTasks = MAX_ACTIVE_TASKS;
    private int maxActiveRuns = MAX_ACTIVE_RUNS;
    private int maxConsecutiveFailedRuns;
    private @Nullable Duration dagrunTimeout;
    private boolean failFast;
    private final List<GroupDraft> groups = new ArrayList<>();
    private final GroupLinks links = new GroupLinks();
    private final DagCallbacks callbacks = new DagCallbacks();
    private final List<DeadlineSpec> deadlines = new ArrayList<>();
    private @Nullable GroupDraft current;
    private boolean built;

    DagBuilder(String id) {
        this.id = requireNonNull(id, "id");
    }

    public DagBuilder description(String text) {
        refuseIfBuilt();
        description = requireNonNull(text, "description");
        return this;
    }

    public DagBuilder schedule(Schedule when) {
        refuseIfBuilt();
        schedule = requireNonNull(when, "schedule");
        return this;
    }

    /** Whether missed times are made up for one by one; false unless said here. */
    public DagBuilder catchup(boolean makeUp) {
        refuseIfBuilt();
        catchup = makeUp;
        return this;
    }

    /** No run is scheduled for a time before this instant. */
    public DagBuilder startDate(Instant instant) {
        refuseIfBuilt();
        startDate = requireNonNull(instant, "startDate");
        return this;
    }

    /** No run is scheduled for a time after this instant. */
    public DagBuilder endDate(Instant instant) {
        refuseIfBuilt();
        endDate = requireNonNull(instant, "endDate");
        return this;
    }

    /** Retries of every task that has none of its own, also of those already defined. */
    public DagBuilder retries(Retries ofEveryTask) {
        refuseIfBuilt();
        retries = requireNonNull(ofEveryTask, "retries");
        return this;
    }

    public DagBuilder tag(String... names) {
        refuseIfBuilt();
        tags.addAll(List.of(names));
        return this;
    }

    /** Declares a parameter; see {@link Param} for what the default value fixes. */
    public DagBuilder param(String name, @Nullable Object defaultValue, String meaning) {
        refuseIfBuilt();
        params.add(new Param(name, defaultValue, meaning));
        return this;
    }

    /**
     * Declares a parameter whose values have rules, which the default has to keep too.
     *
     * @param defaultValue null when there is none: a run must then give the value, unless the schema allows null
     */
    public DagBuilder param(String name, @Nullable Object defaultValue, String meaning, ParamSchema schema) {
        refuseIfBuilt();
        params.add(new Param(name, defaultValue, meaning, requireNonNull(schema, "schema")));
        return this;
    }

    /** Declares a parameter that every run must be given. */
    public DagBuilder requiredParam(String name, String meaning, ParamSchema schema) {
        return param(name, null, meaning, schema);
    }

    /** How many task instances of one run may be queued or running at once; 16 unless said here. */
    public DagBuilder maxActiveTasks(int limit) {
        refuseIfBuilt();
        maxActiveTasks = limit;
        return this;
    }

    /** How many runs may be executed at once, beside those of backfills; 16 unless said here. */
    public DagBuilder maxActiveRuns(int limit) {
        refuseIfBuilt();
        maxActiveRuns = limit;
        return this;
    }

    /** Pauses the DAG after so many of its runs have failed one after another; never unless said here. */
    public DagBuilder maxConsecutiveFailedRuns(int limit) {
        refuseIfBuilt();
        maxConsecutiveFailedRuns = limit;
        return this;
    }

    /** How long a run may take from its start; one that takes longer fails, and what it has not finished is skipped. */
    public DagBuilder dagrunTimeout(Duration longest) {
        refuseIfBuilt();
        dagrunTimeout = requireNonNull(longest, "longest");
        return this;
    }

    /** Whether the first task that fails for good ends the run: what runs is failed, what has not begun is skipped. */
    public DagBuilder failFast(boolean end) {
        refuseIfBuilt();
        failFast = end;
        return this;
    }

    /** Called when a run has succeeded. */
    public DagBuilder onSuccess(Callback callback) {
        refuseIfBuilt();
        callbacks.add(CallbackKind.ON_SUCCESS, requireNonNull(callback, "callback"));
        return this;
    }

    /** Called when a run has failed. */
    public DagBuilder onFailure(Callback callback) {
        refuseIfBuilt();
        callbacks.add(CallbackKind.ON_FAILURE, requireNonNull(callback, "callback"));
        return this;
    }

    /** An instant by which each run is to have succeeded, and what is called, once, when one has not. */
    public DagBuilder deadline(String name, Deadline deadline, Callback missed) {
        refuseIfBuilt();
        deadlines.add(new DeadlineSpec(name, deadline));
        callbacks.addDeadline(name, requireNonNull(missed, "missed"));
        return this;
    }

    /** A task without data from upstream. */
    public <T> TaskHandle<T> task(String taskId, Operator<T> operator) {
        requireNonNull(operator, "operator");
        return new TaskHandle<>(add(taskId, operator, List.of(), TaskBody.Code.of(operator)));
    }

    /** A task that receives the result of another one, and therefore waits for it; or the item of its mapped group. */
    public <I, T> TaskHandle<T> task(String taskId, Input<I> input, TaskFunction<? super I, T> function) {
        return new TaskHandle<>(add(taskId, function, List.of(input), applying(function)));
    }

    /** A task that receives the results of two others, and therefore waits for them. */
    public <A, B, T> TaskHandle<T> task(
            String taskId, Input<A> first, Input<B> second, TaskBiFunction<? super A, ? super B, T> function) {
        return new TaskHandle<>(add(taskId, function, List.of(first, second), applying(function)));
    }

    /** A task that waits until something has come to pass. */
    public <T> TaskHandle<T> sensor(String taskId, Poking poking, Sensor<T> sensor) {
        requireNonNull(sensor, "sensor");
        var code = new SensorCode(sensor, requireNonNull(poking, "poking"));
        return new TaskHandle<>(add(taskId, sensor, List.of(), code));
    }

    /** A task that decides which of the tasks directly below it are followed; the others are skipped. */
    public TaskHandle<Branch> branch(String taskId, Operator<Branch> decision) {
        return gated(TaskSpec.Gate.BRANCH, task(taskId, decision));
    }

    /** A task that decides by another one's result which of the tasks directly below it are followed. */
    public <I> TaskHandle<Branch> branch(String taskId, Input<I> input, TaskFunction<? super I, Branch> decision) {
        return gated(TaskSpec.Gate.BRANCH, task(taskId, input, decision));
    }

    /** A task that skips everything below it, whatever the trigger rules there, when its result is false. */
    public TaskHandle<Boolean> shortCircuit(String taskId, Operator<Boolean> goOn) {
        return gated(TaskSpec.Gate.SHORT_CIRCUIT, task(taskId, goOn));
    }

    /** A task that decides by another one's result whether anything below it runs. */
    public <I> TaskHandle<Boolean> shortCircuit(String taskId, Input<I> input, TaskFunction<? super I, Boolean> goOn) {
        return gated(TaskSpec.Gate.SHORT_CIRCUIT, task(taskId, input, goOn));
    }

    /** A task that skips the tasks directly below it when its result is false, and leaves the rest to trigger rules. */
    public <I> TaskHandle<Boolean> shortCircuitDirect(
            String taskId, Input<I> input, TaskFunction<? super I, Boolean> goOn) {
        return gated(TaskSpec.Gate.SHORT_CIRCUIT_DIRECT, task(taskId, input, goOn));
    }

    /**
     * A task that skips the tasks directly below it unless its run is the latest: the one whose data interval has ended
     * while the next one's has not. A run that a person asked for skips nothing. As Airflow's {@code LatestOnlyOperator}.
     */
    public TaskHandle<Boolean> latestOnly(String taskId) {
        return gated(TaskSpec.Gate.SHORT_CIRCUIT_DIRECT, task(taskId, new LatestOnly(() -> schedule)));
    }

    /** A task that runs once for each of the items; with no items it is skipped. */
    public <I, T> MappedTaskHandle<T> expand(String taskId, List<I> items, TaskFunction<? super I, T> function) {
        return expand(taskId, Items.<I>of(items), function);
    }

    /** A task that runs once for each item of another task's result; with no items it is skipped. */
    public <I, T> MappedTaskHandle<T> expand(
            String taskId, TaskHandle<? extends List<I>> items, TaskFunction<? super I, T> function) {
        return expand(taskId, Items.<I>from(items), function);
    }

    /** A task that runs once for each of the items; with no items it is skipped. */
    public <I, T> MappedTaskHandle<T> expand(String taskId, Items<I> items, TaskFunction<? super I, T> function) {
        return new MappedTaskHandle<>(addMapped(taskId, function, items, List.of(), applying(function)));
    }

    /** A task that runs once for each pair of an item of the first and one of the second, of which the second varies fastest. */
    public <A, B, T> MappedTaskHandle<T> expand(
            String taskId, Items<A> first, Items<B> second, TaskBiFunction<? super A, ? super B, T> function) {
        requireNonNull(function, "function");
        record Pair<A, B>(A first, B second) {}
        TaskBody.Code code = (context, arguments) -> {
            var pair = DagBuilder.<Pair<A, B>>typed(arguments.get(0));
            return function.apply(context, pair.first, pair.second);
        };
        return new MappedTaskHandle<>(addMapped(taskId, function, first.cross(second, Pair::new), List.of(), code));
    }

    /** A task that runs once for each of the items, each time with the result of another task besides; Airflow's partial. */
    public <I, A, T> MappedTaskHandle<T> expand(
            String taskId, Items<I> items, TaskHandle<A> input, TaskBiFunction<? super I, ? super A, T> function) {
        return new MappedTaskHandle<>(addMapped(taskId, function, items, List.of(input), applying(function)));
    }

    /**
     * An operator for each of the items, which are its arguments: a map, a record or what else the function takes. As
     * Airflow's {@code expand_kwargs}.
     */
    public <I, T> MappedTaskHandle<T> expandKwargs(
            String taskId, Items<I> items, Function<? super I, ? extends Operator<T>> operator) {
        requireNonNull(operator, "operator");
        var code = TaskBody.Code.madeFor(arguments -> operator.apply(DagBuilder.<I>typed(arguments.get(0))));
        return new MappedTaskHandle<>(addMapped(taskId, operator, items, List.of(), code));
    }

    /** A group without tasks yet: see {@link TaskGroup#define}. */
    public TaskGroup group(String groupId) {
        return new TaskGroup(addGroup(groupId, null));
    }

    /** A group of tasks: those that this builder is asked for within the call. */
    public TaskGroup group(String groupId, Consumer<TaskGroup> tasks) {
        var group = group(groupId);
        within(group.draft, () -> {
            tasks.accept(group);
            return group;
        });
        return group;
    }

    /**
     * A group of tasks that runs once for each of the items. With no items its tasks are skipped; if what it is mapped over
     * has failed, they are upstream_failed.
     *
     * @param tasks asks this builder for the tasks, which can take the item as their input, and returns the one whose
     *     result is the group's
     */
    public <I, T> MappedTaskGroup<T> expandGroup(
            String groupId, Items<I> items, BiFunction<TaskGroup, GroupItem<I>, TaskHandle<T>> tasks) {
        var draft = addGroup(groupId, requireNonNull(items, "items"));
        var result = within(draft, () -> tasks.apply(new TaskGroup(draft), new GroupItem<>(draft)));
        items.drafts.forEach(source -> links.add(draft, source));
        return new MappedTaskGroup<>(draft, new MappedTaskHandle<>(result.draft));
    }

    /**
     * Checks the whole definition.
     *
     * @throws DagDefinitionException with every fault there is
     */
    public Dag build() {
        refuseIfBuilt();
        var faults = links.settle(tasks, groups);
        faults.addAll(GroupLinks.faultsIn(groups, tasks));
        faults.addAll(MappingChecks.of(tasks, groups));
        var graph = TaskGraph.of(this, tasks);
        faults.addAll(DagChecks.of(id, schedule, params, maxActiveTasks, tasks));
        faults.addAll(TieChecks.of(schedule, params, deadlines, callbacks, tasks));
        faults.addAll(DagChecks.ofRuns(dagrunTimeout, failFast, tasks));
        faults.addAll(DagChecks.ofSlots(tasks));
        faults.addAll(DagChecks.ofLimits(maxActiveRuns, maxConsecutiveFailedRuns));
        if (startDate != null && endDate != null && endDate.isBefore(startDate)) {
            faults.add(new DagFault(null, "endDate %s is before startDate %s".formatted(endDate, startDate)));
        }
        faults.addAll(graph.faults());
        if (!faults.isEmpty()) {
            throw new DagDefinitionException(id, DagChecks.inOrder(faults, tasks));
        }
        built = true;
        var structure = new DagStructure(
                id,
                description,
                schedule,
                catchup,
                startDate,
                endDate,
                retries,
                maxActiveTasks,
                maxActiveRuns,
                maxConsecutiveFailedRuns,
                dagrunTimeout,
                failFast,
                new DagStructure.Ties(callbacks.ofDag().keySet(), deadlines),
                List.copyOf(tags),
                params,
                groups.stream().map(GroupDraft::toSpec).toList(),
                graph.specs(retries));
        tasks.forEach(task -> callbacks.add(task.id, task.ties.callbacks));
        return new Dag(structure, graph.bodies(), callbacks, graph.strategies());
    }

    void refuseIfBuilt() {
        if (built) {
            throw new IllegalStateException(
                    "DAG \"%s\" is built already; define everything before build()".formatted(id));
        }
    }

    /** Defines what belongs to the group. */
    <R> R within(GroupDraft group, Supplier<R> tasks) {
        refuseIfBuilt();
        var around = current;
        current = group;
        try {
            return tasks.get();
        } finally {
            current = around;
        }
    }

    /** @param waiting the draft of a task or group */
    void after(Object waiting, Upstream... upstream) {
        refuseIfBuilt();
        for (var one : upstream) {
            requireNonNull(one, "upstream");
            if (one instanceof TaskGroup group) {
                links.add(waiting, group.draft);
            } else if (one instanceof TaskHandle<?> handle) {
                if (waiting instanceof TaskDraft task) {
                    task.waitFor(handle.draft);
                } else {
                    links.add(waiting, handle.draft);
                }
            }
        }
    }

    /** @param waiting the draft of a task or group */
    void after(Object waiting, String... ids) {
        refuseIfBuilt();
        for (var upstreamId : ids) {
            links.addById(waiting, requireNonNull(upstreamId, "id"));
        }
    }

    private GroupDraft addGroup(String groupId, @Nullable Items<?> items) {
        refuseIfBuilt();
        var draft = new GroupDraft(this, requireNonNull(groupId, "group id"), current, items);
        groups.add(draft);
        if (current != null) {
            current.groups.add(draft);
        }
        return draft;
    }

    private TaskDraft add(String taskId, Object author, List<Input<?>> inputs, TaskBody.Code code) {
        var mapped = current == null ? null : current.mapped();
        var over = mapped == null || mapped.items == null ? null : mapped.items.source;
        var body = new TaskBody(author, arguments(inputs), over, code, false);
        var mapping = mapped == null ? new TaskSpec.Mapping.None() : new TaskSpec.Mapping.InGroup(mapped.id);
        return add(taskId, body, mapping, inputs);
    }

    private TaskDraft addMapped(
            String taskId, Object author, Items<?> items, List<Input<?>> inputs, TaskBody.Code code) {
        var arguments = new ArrayList<Argument>();
        arguments.add(new Argument.Item());
        arguments.addAll(arguments(inputs));
        var body = new TaskBody(author, arguments, items.source, code, false);
        var draft = add(taskId, body, items.mapping(), inputs);
        draft.items = items;
        items.drafts.forEach(draft::waitFor);
        return draft;
    }

    private TaskDraft add(String taskId, TaskBody body, TaskSpec.Mapping mapping, List<Input<?>> inputs) {
        refuseIfBuilt();
        requireNonNull(taskId, "task id");
        var fullId = current == null ? taskId : current.prefixed(taskId);
        var draft = new TaskDraft(this, fullId, body, mapping, current, inputs);
        tasks.add(draft);
        if (current != null) {
            current.tasks.add(draft);
        }
        return draft;
    }

    private static List<Argument> arguments(List<Input<?>> inputs) {
        var arguments = new ArrayList<Argument>(inputs.size());
        for (var input : inputs) {
            arguments.add(input instanceof TaskHandle<?> task ? new Argument.ResultOf(task.id()) : new Argument.Item());
        }
        return arguments;
    }

    private static <T> TaskHandle<T> gated(TaskSpec.Gate gate, TaskHandle<T> task) {
        task.draft.gate(gate);
        return task;
    }

    private static <I> TaskBody.Code applying(TaskFunction<? super I, ?> function) {
        requireNonNull(function, "function");
        return (context, arguments) -> function.apply(context, typed(arguments.get(0)));
    }

    private static <A, B> TaskBody.Code applying(TaskBiFunction<? super A, ? super B, ?> function) {
        requireNonNull(function, "function");
        return (context, arguments) ->
                function.apply(context, DagBuilder.<A>typed(arguments.get(0)), typed(arguments.get(1)));
    }

    /** The handles' types guarantee what the engine has to carry untyped. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <V> V typed(@Nullable Object argument) {
        return (V) argument;
    }
}
