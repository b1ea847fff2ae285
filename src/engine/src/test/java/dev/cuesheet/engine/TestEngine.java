package dev.cuesheet.engine;

import dev.cuesheet.engine.internal.json.ResultCodec;
import dev.cuesheet.engine.spi.RunLimit;
import dev.cuesheet.engine.spi.RunOwner;
import dev.cuesheet.engine.spi.StateChange;
import dev.cuesheet.engine.spi.StateStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** An engine whose clock moves by hand and whose attempts run on the test's thread. */
final class TestEngine {
    final ManualClock clock;
    final StateStore store;
    final List<TaskInstance> changes = new ArrayList<>();
    final Engine engine;

    private TestEngine(ManualClock clock, StateStore store, Predicate<RunOwner> alive) {
        this.clock = clock;
        this.store = store;
        this.engine = Engine.builder()
                .clock(clock)
                .store(store)
                .workers(new SameThread())
                .callbacks(new SameThread())
                .liveness(alive)
                .listener(new RunListener() {
                    @Override
                    public void taskInstanceChanged(TaskInstance instance) {
                        changes.add(instance);
                    }
                })
                .build();
    }

    static TestEngine at(String instant) {
        return new TestEngine(ManualClock.at(instant), new InMemoryStateStore(), owner -> true);
    }

    /** Another engine on the store of that one, to which everybody lives. */
    TestEngine withStoreOf(TestEngine other) {
        return new TestEngine(clock, other.store, owner -> true);
    }

    /** Another engine on the same store and clock, to which the first one's process is dead. */
    TestEngine afterCrash() {
        return new TestEngine(clock, store, owner -> false);
    }

    /** As if the task of a run that nobody executes any more had had this result. */
    void rewriteResult(String dagId, String runId, String taskId, Object result) {
        var other = new RunOwner("elsewhere", 1, null, "somebody");
        var claimed = store.claimRun(dagId, runId, other, "{}", new RunLimit(1, owner -> false));
        store.commit(
                claimed.claim(),
                List.of(
                        new StateChange.ResultIs(
                                new TaskInstanceKey(dagId, runId, taskId, -1), ResultCodec.encode(-1, result)),
                        new StateChange.RunIs(claimed.before().released())));
    }

    ActiveRun start(Dag dag) {
        return engine.start(dag, RunRequest.manual());
    }

    /** Runs to the end, however long the retries take. */
    DagRun run(Dag dag) {
        return finish(start(dag));
    }

    DagRun resume(Dag dag, String runId) {
        return finish(engine.startResuming(dag, runId));
    }

    private DagRun finish(ActiveRun run) {
        try {
            for (int i = 0; i < 1_000 && run.await(Duration.ZERO).isEmpty(); i++) {
                clock.advance(Duration.ofDays(1));
            }
            return run.await(Duration.ZERO).orElseThrow();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    void advance(Duration by) {
        clock.advance(by);
    }

    /** The final state of each instance, by its display name. */
    Map<String, String> states(DagRun run) {
        return states(run.dagId(), run.runId());
    }

    Map<String, String> states(String dagId, String runId) {
        var states = new TreeMap<String, String>();
        for (var instance : store.taskInstances(dagId, runId)) {
            states.put(instance.key().display(), instance.state().label());
        }
        return states;
    }

    long attempts(ActiveRun run, String taskId) {
        return store.attempts(run.dagId(), run.runId()).stream()
                .filter(attempt -> attempt.key().taskId().equals(taskId))
                .count();
    }
}
