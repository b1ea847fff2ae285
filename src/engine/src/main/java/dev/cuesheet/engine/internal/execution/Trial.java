package dev.cuesheet.engine.internal.execution;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.EngineException;
import dev.cuesheet.engine.InMemoryStateStore;
import dev.cuesheet.engine.RunListener;
import dev.cuesheet.engine.RunRequest;
import dev.cuesheet.engine.Secrets;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceKey;
import dev.cuesheet.engine.TaskInstanceState;
import dev.cuesheet.engine.TaskTrial;
import dev.cuesheet.engine.internal.TaskBody;
import dev.cuesheet.engine.internal.json.StructureJson;
import dev.cuesheet.engine.internal.json.TypeLookup;
import dev.cuesheet.engine.spi.Alarms;
import dev.cuesheet.engine.spi.RunLimit;
import dev.cuesheet.engine.spi.RunOwner;
import dev.cuesheet.engine.spi.StateStore;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The body of one task, run on its own on the thread that asks for it. Another thread may cancel it. */
public final class Trial {
    /** So many of the latest runs are looked through for inputs. */
    private static final int RUNS = 100;

    private final Dag dag;
    private final StateStore kept;
    private final XcomValues values = new XcomValues(Long.MAX_VALUE, Long.MAX_VALUE, null);
    private final TypeLookup types;
    private final TaskNode node;
    private final AttemptRunner runner;
    private final AttemptContext context;
    private final @Nullable Instant deadline;
    private final Surroundings around;
    private final String inputs;

    /**
     * @param bodies of the DAG's tasks
     * @param kept has the results of runs
     * @param inputs the run whose results are the inputs; empty when there are none
     */
    public Trial(
            Dag dag,
            Map<String, TaskBody> bodies,
            StateStore kept,
            String taskId,
            int mapIndex,
            RunRequest request,
            String inputs,
            Clock clock,
            Secrets secrets,
            Alarms alarms,
            RunListener listener) {
        this.dag = dag;
        this.kept = kept;
        this.types = TypeLookup.in(
                bodies.values().stream().map(TaskBody::classLoader).distinct().toList());
        var now = clock.instant();
        var owner = RunOwner.inThisProcess();
        var run = RunBeginnings.asked(dag, request, now).running(now, owner);
        var graph = RunGraph.fresh(dag, bodies, run.runId());
        this.node = requireNonNull(graph.node(taskId), taskId);
        this.inputs = inputs;
        var store = new InMemoryStateStore();
        var claim = store.createRun(
                run, StructureJson.write(dag.structure()), graph.instances(), new RunLimit(1, other -> true));
        this.around = new Surroundings(
                store,
                owner,
                other -> true,
                clock,
                alarms,
                Runnable::run,
                new Slots(store.pools(), owner, other -> true, Integer.MAX_VALUE),
                new TriggerThreads(Runnable::run),
                listener,
                other -> {},
                Integer.MAX_VALUE,
                secrets,
                values,
                Aftermath.NONE);
        var results = new TaskResults(kept, values, types, dag.id(), inputs.isEmpty() ? run.runId() : inputs);
        this.runner = new AttemptRunner(node.instances.get(0), results);
        var timeout = node.spec.executionTimeout();
        this.deadline = timeout == null ? null : now.plus(timeout);
        var key = new TaskInstanceKey(dag.id(), run.runId(), taskId, mapIndex);
        var instance = new TaskInstance(key, TaskInstanceState.RUNNING, 1, 0, now, null, null);
        this.context = new AttemptContext(
                around,
                dag,
                run,
                instance,
                new AttemptXcoms(around, claim, run, instance, results),
                runner.cancelActions(),
                deadline,
                node.body.asOperator());
    }

    /** Runs the body. */
    public TaskTrial.Result run() {
        refuseIndexBeyondItems();
        Alarms.Alarm alarm = deadline == null ? () -> {} : around.alarms().at(deadline, runner::timeOut);
        try {
            return told(runner.run(context));
        } finally {
            alarm.cancel();
        }
    }

    public void cancel() {
        runner.cancel("Cancelled");
    }

    /** The operator's templates with everything filled in, by field. */
    public Map<String, String> rendered() {
        var rendered = new TreeMap<String, String>();
        node.body
                .asOperator()
                .ifPresent(operator ->
                        operator.templates().forEach((field, text) -> rendered.put(field, context.render(text))));
        return rendered;
    }

    private TaskTrial.Result told(Outcome outcome) {
        if (outcome instanceof Outcome.Succeeded success) {
            var json = success.result() == null ? null : success.result().json();
            return new TaskTrial.Result(TaskInstanceState.SUCCESS, json, "", null, inputs);
        }
        if (outcome instanceof Outcome.Skipped skipped) {
            return new TaskTrial.Result(TaskInstanceState.SKIPPED, null, skipped.reason(), null, inputs);
        }
        if (outcome instanceof Outcome.Failed failure) {
            return new TaskTrial.Result(TaskInstanceState.FAILED, null, failure.describe(), failure.cause(), inputs);
        }
        var note = "it did not begin";
        if (outcome instanceof Outcome.Waiting waiting) {
            note = "what it waits for is not there yet; it would look again at " + waiting.again();
        } else if (outcome instanceof Outcome.Deferring) {
            note = "it has begun, and would wait without a slot now; a trial does not wait";
        }
        return new TaskTrial.Result(TaskInstanceState.UP_FOR_RESCHEDULE, null, note, null, inputs);
    }

    private void refuseIndexBeyondItems() {
        var mapped = node.mapped;
        if (mapped == null) {
            if (context.mapIndex() != TaskInstanceKey.UNMAPPED) {
                throw new EngineException("task \"%s\" is not mapped, so it has no index %d"
                        .formatted(node.spec.id(), context.mapIndex()));
            }
            return;
        }
        var results = new TaskResults(kept, values, types, dag.id(), inputs);
        int count = results.itemsOf(mapped).size();
        if (context.mapIndex() < 0 || context.mapIndex() >= count) {
            throw new EngineException(
                    count == 0
                            ? "task \"%s\" is mapped, and there is nothing to map over".formatted(node.spec.id())
                            : "task \"%s\" is mapped over %d items; choose one, from 0 to %d"
                                    .formatted(node.spec.id(), count, count - 1));
        }
    }

    /**
     * The run whose results a trial of the task takes; empty when it takes none.
     *
     * @param wanted null for the latest that has them
     * @throws EngineException when that run does not have them, or none has
     */
    public static String inputs(
            Dag dag, Map<String, TaskBody> bodies, StateStore kept, String taskId, @Nullable String wanted) {
        var needed = needed(requireNonNull(bodies.get(taskId), taskId));
        if (needed.isEmpty()) {
            return "";
        }
        var candidates = wanted == null ? kept.runs(dag.id(), RUNS).stream().map(DagRun::runId) : Stream.of(wanted);
        return candidates
                .filter(run -> needed.stream().allMatch(task -> has(kept, dag.id(), run, task)))
                .findFirst()
                .orElseThrow(() -> new EngineException(
                        "task \"%s\" takes the results of %s, which %s; run the DAG as far as those tasks first"
                                .formatted(
                                        taskId,
                                        String.join(", ", needed),
                                        wanted == null
                                                ? "no run of DAG \"%s\" has".formatted(dag.id())
                                                : "run %s does not have".formatted(wanted))));
    }

    private static Set<String> needed(TaskBody body) {
        var tasks = new LinkedHashSet<String>();
        for (var argument : body.arguments()) {
            if (argument instanceof TaskBody.Argument.ResultOf result) {
                tasks.add(result.taskId());
            }
        }
        if (body.over() != null) {
            tasks.addAll(body.over().taskIds());
        }
        return tasks;
    }

    /** A task may have succeeded with nothing to hand on; a mapped one also where some of its items were skipped. */
    private static boolean has(StateStore kept, String dagId, String runId, String taskId) {
        List<TaskInstanceState> states = kept.taskInstances(dagId, runId, taskId).stream()
                .map(TaskInstance::state)
                .filter(state -> state != TaskInstanceState.REMOVED)
                .toList();
        return states.contains(TaskInstanceState.SUCCESS)
                && states.stream()
                        .allMatch(state -> state == TaskInstanceState.SUCCESS || state == TaskInstanceState.SKIPPED);
    }
}
