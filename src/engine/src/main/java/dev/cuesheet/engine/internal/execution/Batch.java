package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.spi.StateChange;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a run that are stored in one commit, in the order in which they were taken. Changed under the run's lock,
 * until one thread takes it to store it; from then on only that thread reads it.
 */
final class Batch {

    private enum Fate {
        OPEN,
        STORED,
        LOST
    }

    final List<StateChange> changes = new ArrayList<>();

    /** What listeners are to hear of, each as it stood at the end of its step. */
    final List<TaskInstance> changed = new ArrayList<>();

    final List<InstanceCell> handedOver = new ArrayList<>();
    final List<Effects.Retry> retries = new ArrayList<>();
    final List<Effects.Unwanted> unwanted = new ArrayList<>();

    final List<Effects.Arming> armed = new ArrayList<>();
    final List<Effects.Kill> kills = new ArrayList<>();

    /** Whether updates of assets are among the changes. */
    boolean updatesAssets;

    /** What callbacks are to be told. */
    final List<Moment> moments = new ArrayList<>();

    /** Tells callbacks of the run's end; null while it goes on, or when there are none. */
    @Nullable
    Runnable tellEnd;

    /** Instances whose results are among the changes. */
    final List<InstanceCell> withResults = new ArrayList<>();

    /** The run at its end; null while it goes on. */
    @Nullable
    DagRun end;

    /** Threads that have a step in here and wait until it is stored. */
    int patient;

    /** Told when this is settled, or is to be stored by one of those who wait. */
    final Condition turn;

    private volatile Fate fate = Fate.OPEN;

    Batch(Condition turn) {
        this.turn = turn;
    }

    void add(Effects effects) {
        changes.addAll(effects.changes);
        for (var cell : effects.changed) {
            changes.add(new StateChange.InstanceIs(cell.instance));
            changed.add(cell.instance);
        }
        handedOver.addAll(effects.handedOver);
        retries.addAll(effects.retries);
        unwanted.addAll(effects.unwanted);
        armed.addAll(effects.armed);
        kills.addAll(effects.kills);
        moments.addAll(effects.moments);
        updatesAssets |= effects.updatesAssets;
    }

    boolean isEmpty() {
        return changes.isEmpty()
                && handedOver.isEmpty()
                && retries.isEmpty()
                && unwanted.isEmpty()
                && armed.isEmpty()
                && kills.isEmpty();
    }

    boolean isOpen() {
        return fate == Fate.OPEN;
    }

    boolean isStored() {
        return fate == Fate.STORED;
    }

    /** Under the lock. */
    void settle(boolean stored) {
        fate = stored ? Fate.STORED : Fate.LOST;
        turn.signalAll();
    }
}
