package dev.cuesheet.engine.simulation;

import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.Engine;
import dev.cuesheet.engine.RunListener;
import dev.cuesheet.engine.Scheduler;
import dev.cuesheet.engine.spi.RunOwner;
import dev.cuesheet.engine.spi.StateStore;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;

/** A process with an engine and a scheduler in it, which may die. For one thread. */
final class SimulatedProcess {
    private final Timeline.ClockOfProcess clock;
    private final Engine engine;
    private final Scheduler scheduler;

    /** @param dead owners that are known to be dead although this program lives */
    SimulatedProcess(Timeline time, StateStore store, Set<RunOwner> dead, RunListener listener) {
        clock = time.clock();
        var work = new OneAfterAnother();
        engine = Engine.builder()
                .clock(clock)
                .store(store)
                .workers(work)
                .callbacks(work)
                .liveness(owner -> !dead.contains(owner) && owner.isAlive())
                .listener(listener)
                .build();
        scheduler = new Scheduler(engine);
    }

    void schedule(Dag dag) {
        scheduler.schedule(List.of(dag));
    }

    /** Makes no more runs; those under way go on. */
    void scheduleNoMore() {
        scheduler.close();
    }

    void goOn(Dag dag, DagRun run) {
        engine.startAdopting(dag, run.runId());
    }

    /** Ends in the middle of whatever it does: nothing of it is heard of again. */
    void die() {
        clock.die();
    }

    /** Runs attempts on the thread of the simulation, until the process is dead. */
    private final class OneAfterAnother implements Executor {
        private final Deque<Runnable> waiting = new ArrayDeque<>();
        private boolean busy;

        @Override
        public void execute(Runnable work) {
            waiting.add(work);
            if (busy) {
                return;
            }
            busy = true;
            try {
                for (var next = waiting.poll(); next != null && !clock.dead(); next = waiting.poll()) {
                    next.run();
                }
            } finally {
                busy = false;
            }
        }
    }
}
