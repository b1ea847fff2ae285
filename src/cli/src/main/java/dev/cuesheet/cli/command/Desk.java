package dev.cuesheet.cli.command;

import dev.cuesheet.cli.CuesheetCommand;
import dev.cuesheet.cli.Dags;
import dev.cuesheet.cli.RunStore;
import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.Engine;
import dev.cuesheet.engine.RunHistory;
import dev.cuesheet.engine.RunState;
import dev.cuesheet.engine.spi.RunOwner;
import java.io.PrintStream;

/**
 * Where a person operates one DAG's runs from: the DAG, the state, and an engine that executes nothing and passes on what
 * is wanted. For one thread.
 */
final class Desk implements AutoCloseable {
    private final CuesheetCommand root;
    private final Dag dag;
    private final RunStore store;
    private final Engine engine;

    private Desk(CuesheetCommand root, Dag dag, RunStore store) {
        this.root = root;
        this.dag = dag;
        this.store = store;
        this.engine = Engine.builder()
                .store(store.states())
                .clock(root.shell().clock())
                .build();
    }

    /** With a state, which is made when there is none. */
    static Desk open(CuesheetCommand root, String dagId) {
        var dag = Dags.load(root).get(dagId);
        return new Desk(root, dag, RunStore.open(root));
    }

    /**
     * For what can only be done where there are runs.
     *
     * @throws dev.cuesheet.cli.UserError when nothing was ever run
     */
    static Desk openExisting(CuesheetCommand root, String dagId) {
        var dag = Dags.load(root).get(dagId);
        return new Desk(root, dag, RunStore.openExisting(root).orElseThrow(() -> RunStore.neverRan(dagId)));
    }

    Dag dag() {
        return dag;
    }

    RunStore store() {
        return store;
    }

    Engine engine() {
        return engine;
    }

    PrintStream out() {
        return root.shell().out();
    }

    PrintStream err() {
        return root.shell().err();
    }

    /** The run of the DAG that somebody means; see {@link RunStore#find}. */
    RunHistory.Entry run(String runOrDate) {
        return store.find(dag.id(), runOrDate);
    }

    boolean isPaused() {
        return store.states().pausedDags().contains(dag.id());
    }

    boolean hasScheduler() {
        return store.states().engines().stream().anyMatch(RunOwner::schedules);
    }

    /** Says how a run goes on that somebody has just changed. */
    void tellHowItGoesOn(String runId) {
        var entry = run(runId);
        var owner = entry.run().owner();
        if (entry.underWay() && owner != null) {
            err().printf("Run %s is executed by process %d on %s, which is told.%n", runId, owner.pid(), owner.host());
        } else if (entry.run().state() == RunState.QUEUED) {
            err().printf("Run %s waits in the queue. %s%n", runId, whoTakesUp());
        } else {
            err().printf("Run %s: %s.%n", runId, entry.displayState());
        }
    }

    /** Who starts what waits, or what to do if nobody does. */
    String whoTakesUp() {
        if (isPaused()) {
            return "The DAG is paused; nothing starts until: cuesheet dags unpause %s".formatted(dag.id());
        }
        return store.states().engines().stream()
                .filter(RunOwner::schedules)
                .findFirst()
                .map(scheduler ->
                        "The scheduler in process %d on %s takes it up.".formatted(scheduler.pid(), scheduler.host()))
                .orElse("No scheduler lives that would take it up; start one: cuesheet scheduler");
    }

    @Override
    public void close() {
        engine.close();
        store.close();
    }
}
