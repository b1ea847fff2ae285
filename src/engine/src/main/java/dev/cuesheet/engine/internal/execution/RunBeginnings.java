package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.EngineException;
import dev.cuesheet.engine.RunRequest;
import dev.cuesheet.engine.RunState;
import dev.cuesheet.engine.internal.TaskBody;
import dev.cuesheet.engine.internal.execution.RunGraph.Leftovers;
import dev.cuesheet.engine.internal.json.StructureJson;
import dev.cuesheet.engine.internal.json.TypeLookup;
import dev.cuesheet.engine.spi.StateChange;
import dev.cuesheet.engine.spi.StateStore;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Map;

/** Makes the executions of new runs and of runs to be resumed; both are in the store before anything of them happens. */
public final class RunBeginnings {
    private final Surroundings around;

    public RunBeginnings(Surroundings around) {
        this.around = around;
    }

    /** A new run, not yet started. */
    public RunExecution fresh(Dag dag, Map<String, TaskBody> bodies, RunRequest request) {
        var now = around.clock().instant();
        var logicalDate = request.logicalDate() == null ? now.truncatedTo(ChronoUnit.MILLIS) : request.logicalDate();
        var runId = request.runId() == null ? request.type().runId(logicalDate) : request.runId();
        var run = new DagRun(
                dag.id(),
                runId,
                request.type(),
                logicalDate,
                RunParams.of(dag.structure(), request.params()),
                RunState.RUNNING,
                now,
                null,
                null,
                around.owner());
        var graph = RunGraph.fresh(dag, bodies, runId);
        around.store().createRun(run, StructureJson.write(dag.structure()), graph.instances(), around.alive());
        return execution(dag, bodies, run, graph);
    }

    /** An interrupted or failed run, not yet going on. */
    public RunExecution resuming(Dag dag, Map<String, TaskBody> bodies, String runId) {
        return goingOn(dag, bodies, runId, Leftovers.TRY_FAILED_AGAIN);
    }

    /** A run that a dead process left, not yet going on; what has failed stays failed. */
    public RunExecution adopting(Dag dag, Map<String, TaskBody> bodies, String runId) {
        return goingOn(dag, bodies, runId, Leftovers.AS_THEY_ARE);
    }

    private RunExecution goingOn(Dag dag, Map<String, TaskBody> bodies, String runId, Leftovers leftovers) {
        var store = around.store();
        var known = store.findRun(dag.id(), runId)
                .orElseThrow(() -> new EngineException(
                        "DAG \"%s\" has no run %s to resume%s".formatted(dag.id(), runId, latest(store, dag.id()))));
        if (known.state() == RunState.SUCCESS) {
            throw new EngineException(
                    "run %s of DAG \"%s\" has succeeded; there is nothing to resume".formatted(runId, dag.id()));
        }
        if (known.state() == RunState.FAILED && leftovers == Leftovers.AS_THEY_ARE) {
            throw new EngineException(
                    "run %s of DAG \"%s\" has failed; it can only be resumed".formatted(runId, dag.id()));
        }
        var before =
                store.claimRun(dag.id(), runId, around.owner(), StructureJson.write(dag.structure()), around.alive());
        var run = before.running(around.clock().instant(), around.owner());
        var changes = new ArrayList<StateChange>();
        changes.add(new StateChange.RunIs(run));
        var graph = RunGraph.resumed(
                dag,
                bodies,
                runId,
                store.taskInstances(dag.id(), runId),
                store.attempts(dag.id(), runId),
                leftovers,
                changes);
        store.commit(dag.id(), runId, around.owner(), changes);
        return execution(dag, bodies, run, graph);
    }

    private RunExecution execution(Dag dag, Map<String, TaskBody> bodies, DagRun run, RunGraph graph) {
        var types = TypeLookup.in(
                bodies.values().stream().map(TaskBody::classLoader).distinct().toList());
        var results = new TaskResults(around.store(), types, dag.id(), run.runId());
        return new RunExecution(around, dag, run, graph, results);
    }

    private static String latest(StateStore store, String dagId) {
        var runs = store.runs(dagId, 1);
        return runs.isEmpty() ? "" : "; its latest is " + runs.get(0).runId();
    }
}
