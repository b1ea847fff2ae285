package dev.cuesheet.engine.internal.execution;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where one run offers its scheduled instances, hears which of them may go, and gives back what they had. What an instance
 * has follows from its state, so a step only has to show what it has changed. Used under the run's lock.
 */
final class SlotDesk {
    private final Slots slots;
    private final Runnable called;
    private final int maxActive;
    final @Nullable Instant logicalDate;

    // What follows is changed under the lock of the slots.

    final Map<LaneKey, Lane> lanes = new HashMap<>();

    /** Instances that may go, of which the run has not heard. */
    final Set<InstanceCell> granted = new LinkedHashSet<>();

    /** How many instances are active. */
    int active;

    /** How many instances wait. */
    int waiting;

    boolean open;

    /** What instances of tasks that have no limit of their own meet. */
    record LaneKey(String pool, int slots) {}

    SlotDesk(Slots slots, Runnable called, int maxActive, @Nullable Instant logicalDate) {
        this.slots = slots;
        this.called = called;
        this.maxActive = maxActive;
        this.logicalDate = logicalDate;
    }

    /**
     * Shows the slots what a step has changed, and takes what may go.
     *
     * @param goesOn whether the run lets any more begin
     */
    List<InstanceCell> settle(Collection<InstanceCell> changed, boolean goesOn) {
        return slots.settle(this, changed, goesOn);
    }

    /** An attempt has ended whose instance is of no account any more. */
    void ended(InstanceCell cell) {
        slots.release(cell);
    }

    /** A running instance waits for its next look, and needs no worker meanwhile. */
    void rests(InstanceCell cell) {
        slots.rests(cell, true);
    }

    /** It looks again, at once. */
    void wakes(InstanceCell cell) {
        slots.rests(cell, false);
    }

    /** Whether instances wait, or may go and are to be taken. */
    boolean isAwaited() {
        return slots.isAwaited(this);
    }

    /** Gives back all that the run has, because it goes on no more. */
    void close(RunGraph graph) {
        slots.leave(this, graph);
    }

    /** Has the run take what it was granted. Without any lock. */
    void call() {
        called.run();
    }

    boolean mayTake() {
        return open && active < maxActive;
    }
}
