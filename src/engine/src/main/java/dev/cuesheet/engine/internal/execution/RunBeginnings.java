package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.AssetCondition;
import dev.cuesheet.engine.AssetEvent;
import dev.cuesheet.engine.Backfill;
import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.EngineException;
import dev.cuesheet.engine.RunRequest;
import dev.cuesheet.engine.RunState;
import dev.cuesheet.engine.RunType;
import dev.cuesheet.engine.internal.TaskBody;
import dev.cuesheet.engine.internal.execution.RunGraph.Leftovers;
import dev.cuesheet.engine.internal.json.StructureJson;
import dev.cuesheet.engine.internal.json.TypeLookup;
import dev.cuesheet.engine.spi.Assets;
import dev.cuesheet.engine.spi.RunClaim;
import dev.cuesheet.engine.spi.RunLimit;
import dev.cuesheet.engine.spi.StateChange;
import dev.cuesheet.engine.spi.StateStore;
import dev.cuesheet.engine.spi.StateStore.Claimed;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the executions of new runs and of runs to be resumed; both are in the store before anything of them happens. */
public final class RunBeginnings {
    private final Surroundings around;

    public RunBeginnings(Surroundings around) {
        this.around = around;
    }

    /** A new run, not yet started. */
    public RunExecution fresh(Dag dag, Map<String, TaskBody> bodies, RunRequest request) {
        var now = around.clock().instant();
        var run = asked(dag, request, now).running(now, around.owner());
        var graph = RunGraph.fresh(dag, bodies, run.runId());
        var claim = around.store()
                .createRun(
                        run,
                        StructureJson.write(dag.structure()),
                        graph.instances(),
                        RunTies.deadlines(dag, run, now, around.store()),
                        limit(dag, run));
        return execution(dag, bodies, run, claim, graph);
    }

    /** Leaves a new run to whichever engine claims it. */
    public DagRun queue(Dag dag, Map<String, TaskBody> bodies, RunRequest request, @Nullable Long backfill) {
        var asked = asked(dag, request, around.clock().instant());
        var run = backfill == null ? asked : asked.inBackfill(backfill);
        var graph = RunGraph.fresh(dag, bodies, run.runId());
        around.store()
                .queueRun(
                        run,
                        StructureJson.write(dag.structure()),
                        graph.instances(),
                        RunTies.deadlines(dag, run, around.clock().instant(), around.store()));
        return run;
    }

    /**
     * Leaves a run to whichever engine claims it, if the assets that the DAG follows have brought one about. It is due since
     * the latest of the updates, as in Airflow's {@code _create_dag_runs_asset_triggered}.
     */
    public Optional<DagRun> queueForAssets(Dag dag, Map<String, TaskBody> bodies, AssetCondition condition) {
        var assets = around.store().assets();
        var queue = assets.queue(dag.id(), true);
        var updated =
                queue.stream().map(queued -> queued.event().asset().name()).collect(Collectors.toSet());
        if (!condition.isMetBy(updated)) {
            return Optional.empty();
        }
        var now = around.clock().instant();
        var latest = queue.stream()
                .map(Assets.Queued::event)
                .max(Comparator.comparing(AssetEvent::timestamp).thenComparing(AssetEvent::number))
                .orElseThrow();
        var runId = RunType.ASSET_TRIGGERED.runId(latest.timestamp(), RunTies.letters(dag.id(), latest.number()));
        var run = new DagRun(
                dag.id(),
                runId,
                RunType.ASSET_TRIGGERED,
                null,
                null,
                latest.timestamp(),
                RunParams.of(dag.structure(), Map.of()),
                RunState.QUEUED,
                now,
                null,
                null,
                null,
                null,
                0,
                null);
        return assets.queueRun(
                        run,
                        StructureJson.write(dag.structure()),
                        RunGraph.fresh(dag, bodies, runId).instances(),
                        RunTies.deadlines(dag, run, now, around.store()),
                        condition::isMetBy)
                .map(consumed -> run);
    }

    static DagRun asked(Dag dag, RunRequest request, Instant now) {
        var logicalDate = request.logicalDate() == null ? now.truncatedTo(ChronoUnit.MILLIS) : request.logicalDate();
        var runAfter = request.runAfter() == null ? logicalDate : request.runAfter();
        var interval =
                request.dataInterval() == null ? dag.schedule().manualInterval(logicalDate) : request.dataInterval();
        return new DagRun(
                dag.id(),
                request.runId() == null ? request.type().runId(runAfter) : request.runId(),
                request.type(),
                logicalDate,
                interval,
                runAfter,
                RunParams.of(dag.structure(), request.params()),
                RunState.QUEUED,
                now,
                null,
                null,
                null,
                null,
                0,
                null);
    }

    /** An interrupted, failed or queued run, not yet going on. */
    public RunExecution resuming(Dag dag, Map<String, TaskBody> bodies, String runId) {
        return goingOn(dag, bodies, runId, Leftovers.TRY_FAILED_AGAIN);
    }

    /** A run that waits in the queue or that a dead process left, not yet going on; what has failed stays failed. */
    public RunExecution adopting(Dag dag, Map<String, TaskBody> bodies, String runId) {
        return goingOn(dag, bodies, runId, Leftovers.AS_THEY_ARE);
    }

    private RunExecution goingOn(Dag dag, Map<String, TaskBody> bodies, String runId, Leftovers leftovers) {
        var store = around.store();
        var known = store.findRun(dag.id(), runId)
                .orElseThrow(() -> new EngineException(
                        "DAG \"%s\" has no run %s to resume%s".formatted(dag.id(), runId, latest(store, dag.id()))));
        refuseIfEnded(known, leftovers);
        return claimed(dag, runId, limit(dag, known), claimed -> {
            refuseIfEnded(claimed.before(), leftovers); // another engine may have been faster
            var run = claimed.before().running(around.clock().instant(), around.owner());
            var changes = new ArrayList<StateChange>();
            changes.add(new StateChange.RunIs(run));
            var graph = asStored(dag, bodies, runId, leftovers, changes);
            RetryNotes.recall(store, graph);
            store.commit(claimed.claim(), changes);
            return execution(dag, bodies, run, claimed.claim(), graph);
        });
    }

    private static void refuseIfEnded(DagRun run, Leftovers leftovers) {
        if (run.state() == RunState.SUCCESS) {
            throw new EngineException("run %s of DAG \"%s\" has succeeded; there is nothing to resume"
                    .formatted(run.runId(), run.dagId()));
        }
        if (run.state() == RunState.FAILED && leftovers == Leftovers.AS_THEY_ARE) {
            throw new EngineException(
                    "run %s of DAG \"%s\" has failed; it can only be resumed".formatted(run.runId(), run.dagId()));
        }
    }

    /** A run that nobody executes, in whatever state, claimed to be revised and not to be started. */
    public RunExecution atRest(Dag dag, Map<String, TaskBody> bodies, String runId) {
        var nobodyElse = new RunLimit(Integer.MAX_VALUE, around.alive());
        return claimed(dag, runId, nobodyElse, claimed -> {
            var changes = new ArrayList<StateChange>();
            var graph = asStored(dag, bodies, runId, Leftovers.AS_THEY_ARE, changes);
            around.store().commit(claimed.claim(), changes);
            return execution(dag, bodies, claimed.before(), claimed.claim(), graph);
        });
    }

    /** Claims the run, and lets go of it again if nothing can be made of it. */
    private RunExecution claimed(Dag dag, String runId, RunLimit limit, Function<Claimed, RunExecution> making) {
        var store = around.store();
        var claimed = store.claimRun(dag.id(), runId, around.owner(), StructureJson.write(dag.structure()), limit);
        try {
            return making.apply(claimed);
        } catch (RuntimeException e) {
            try {
                var released = new StateChange.RunIs(claimed.before().released());
                store.commit(claimed.claim(), List.of(released));
            } catch (EngineException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    private RunGraph asStored(
            Dag dag, Map<String, TaskBody> bodies, String runId, Leftovers leftovers, List<StateChange> changes) {
        var store = around.store();
        var instances = store.taskInstances(dag.id(), runId);
        return RunGraph.resumed(
                dag,
                bodies,
                runId,
                instances,
                store.attempts(dag.id(), runId),
                Deferral.of(store, dag.id(), runId, instances),
                leftovers,
                changes);
    }

    private RunLimit limit(Dag dag, DagRun run) {
        int atMost = Optional.ofNullable(run.backfill())
                .flatMap(around.store().backfills()::find)
                .map(Backfill::maxActiveRuns)
                .orElseGet(() -> dag.structure().activeRunsLimit());
        return new RunLimit(atMost, around.alive());
    }

    private RunExecution execution(Dag dag, Map<String, TaskBody> bodies, DagRun run, RunClaim claim, RunGraph graph) {
        var types = TypeLookup.in(
                bodies.values().stream().map(TaskBody::classLoader).distinct().toList());
        var results = new TaskResults(around.store(), around.values(), types, dag.id(), run.runId());
        return new RunExecution(around, dag, run, claim, graph, results);
    }

    private static String latest(StateStore store, String dagId) {
        var runs = store.runs(dagId, 1);
        return runs.isEmpty() ? "" : "; its latest is " + runs.get(0).runId();
    }
}
