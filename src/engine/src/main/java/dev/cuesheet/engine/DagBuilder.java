package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.engine.internal.SensorCode;
import dev.cuesheet.engine.internal.TaskBody;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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

    /** A task without data from upstream. */
    public <T> TaskHandle<T> task(String taskId, Operator<T> operator) {
        requireNonNull(operator, "operator");
        var body = new TaskBody(operator, List.of(), null, TaskBody.Code.of(operator));
        return new TaskHandle<>(add(taskId, body, new TaskSpec.Mapping.None(), List.of()));
    }

    /** A task that receives the result of another one, and therefore waits for it. */
    public <I, T> TaskHandle<T> task(String taskId, TaskHandle<I> input, TaskFunction<? super I, T> function) {
        var body = new TaskBody(function, List.of(input.id()), null, applying(function));
        return new TaskHandle<>(add(taskId, body, new TaskSpec.Mapping.None(), List.of(input.draft)));
    }

    /** A task that receives the results of two others, and therefore waits for them. */
    public <A, B, T> TaskHandle<T> task(
            String taskId,
            TaskHandle<A> first,
            TaskHandle<B> second,
            TaskBiFunction<? super A, ? super B, T> function) {
        requireNonNull(function, "function");
        var body = new TaskBody(
                function,
                List.of(first.id(), second.id()),
                null,
                (context, arguments) ->
                        function.apply(context, DagBuilder.<A>typed(arguments.get(0)), typed(arguments.get(1))));
        return new TaskHandle<>(add(taskId, body, new TaskSpec.Mapping.None(), List.of(first.draft, second.draft)));
    }

    /** A task that waits until something has come to pass. */
    public <T> TaskHandle<T> sensor(String taskId, Poking poking, Sensor<T> sensor) {
        requireNonNull(sensor, "sensor");
        var body = new TaskBody(sensor, List.of(), null, new SensorCode(sensor, requireNonNull(poking, "poking")));
        return new TaskHandle<>(add(taskId, body, new TaskSpec.Mapping.None(), List.of()));
    }

    /** A task that decides which of the tasks directly below it are followed; the others are skipped. */
    public TaskHandle<Branch> branch(String taskId, Operator<Branch> decision) {
        return gated(TaskSpec.Gate.BRANCH, task(taskId, decision));
    }

    /** A task that decides by another one's result which of the tasks directly below it are followed. */
    public <I> TaskHandle<Branch> branch(String taskId, TaskHandle<I> input, TaskFunction<? super I, Branch> decision) {
        return gated(TaskSpec.Gate.BRANCH, task(taskId, input, decision));
    }

    /** A task that skips everything below it, whatever the trigger rules there, when its result is false. */
    public TaskHandle<Boolean> shortCircuit(String taskId, Operator<Boolean> goOn) {
        return gated(TaskSpec.Gate.SHORT_CIRCUIT, task(taskId, goOn));
    }

    /** A task that decides by another one's result whether anything below it runs. */
    public <I> TaskHandle<Boolean> shortCircuit(
            String taskId, TaskHandle<I> input, TaskFunction<? super I, Boolean> goOn) {
        return gated(TaskSpec.Gate.SHORT_CIRCUIT, task(taskId, input, goOn));
    }

    /** A task that skips the tasks directly below it when its result is false, and leaves the rest to trigger rules. */
    public <I> TaskHandle<Boolean> shortCircuitDirect(
            String taskId, TaskHandle<I> input, TaskFunction<? super I, Boolean> goOn) {
        return gated(TaskSpec.Gate.SHORT_CIRCUIT_DIRECT, task(taskId, input, goOn));
    }

    /** A task that runs once for each of the items; with no items it is skipped. */
    public <I, T> MappedTaskHandle<T> expand(String taskId, List<I> items, TaskFunction<? super I, T> function) {
        var body = new TaskBody(function, List.of(), items, applying(function));
        return new MappedTaskHandle<>(add(taskId, body, new TaskSpec.Mapping.OverItems(items.size()), List.of()));
    }

    /** A task that runs once for each item of another task's result; with no items it is skipped. */
    public <I, T> MappedTaskHandle<T> expand(
            String taskId, TaskHandle<? extends List<I>> items, TaskFunction<? super I, T> function) {
        var body = new TaskBody(function, List.of(items.id()), null, applying(function));
        return new MappedTaskHandle<>(
                add(taskId, body, new TaskSpec.Mapping.OverResult(items.id()), List.of(items.draft)));
    }

    /**
     * Checks the whole definition.
     *
     * @throws DagDefinitionException with every fault there is
     */
    public Dag build() {
        refuseIfBuilt();
        var graph = TaskGraph.of(this, tasks);
        var faults = new ArrayList<>(DagChecks.of(id, schedule, params, maxActiveTasks, tasks));
        faults.addAll(DagChecks.ofRuns(dagrunTimeout, failFast, tasks));
        faults.addAll(DagChecks.ofLimits(maxActiveRuns, maxConsecutiveFailedRuns));
        if (startDate != null && endDate != null && endDate.isBefore(startDate)) {
            faults.add(new DagFault(null, "endDate %s is before startDate %s".formatted(endDate, startDate)));
        }
        faults.addAll(graph.faults());
        if (!faults.isEmpty()) {
            throw new DagDefinitionException(id, faults);
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
                List.copyOf(tags),
                params,
                graph.specs(retries));
        return new Dag(structure, graph.bodies());
    }

    void refuseIfBuilt() {
        if (built) {
            throw new IllegalStateException(
                    "DAG \"%s\" is built already; define everything before build()".formatted(id));
        }
    }

    private TaskDraft add(String taskId, TaskBody body, TaskSpec.Mapping mapping, List<TaskDraft> inputs) {
        refuseIfBuilt();
        var draft = new TaskDraft(this, requireNonNull(taskId, "task id"), body, mapping, inputs);
        tasks.add(draft);
        return draft;
    }

    private static <T> TaskHandle<T> gated(TaskSpec.Gate gate, TaskHandle<T> task) {
        task.draft.gate(gate);
        return task;
    }

    private static <I> TaskBody.Code applying(TaskFunction<? super I, ?> function) {
        requireNonNull(function, "function");
        return (context, arguments) -> function.apply(context, typed(arguments.get(0)));
    }

    /** The handles' types guarantee what the engine has to carry untyped. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <V> V typed(@Nullable Object argument) {
        return (V) argument;
    }
}
