package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.spi.StateChange;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Stores the steps of a run, those in one commit that arrive while another commit is under way. One thread at a time
 * stores, outside the run's lock: whichever comes first. It stores its own step and leaves the rest to one of the threads
 * that wait for theirs, so that no attempt waits for the steps of others; it goes on storing only if nobody waits.
 *
 * <p>With one thread alone each step is stored by itself before the next, as if there were no group.
 *
 * <p>A store that waits for a disk or a network takes milliseconds whatever it stores. The threads that one commit has let
 * go on are back with their next steps soon, if their work is short; so a commit waits for them a little, a part of what
 * it takes itself, as PostgreSQL's {@code commit_delay} does. It would else leave every second step to the next.
 */
final class GroupCommit {
    /** How often a thread looks whether another has stored its step before it goes to sleep: some microseconds. */
    private static final int LOOKS = 200;

    /** How much looking without success makes a thread sleep at once, until looking has been of use again. */
    private static final int HOPE = 16;

    /** One look in so many is taken without hope, because the store may have become faster. */
    private static final int TRY_AGAIN = 64;

    /** A commit that takes less does not wait for anybody. */
    private static final long SLOW_NANOS = 1_000_000;

    private static final long LONGEST_GATHERING_NANOS = 2_000_000;

    /** How many commits do not wait after one that has waited in vain. */
    private static final int WITHOUT_GATHERING = 15;

    /** What is done with batches. */
    interface Work {
        /** Without the lock, by one thread at a time. */
        void store(List<StateChange> changes);

        /** Under the lock, in the order of the commits. */
        void stored(Batch batch);

        /** Without the lock, once the batch is stored. */
        void act(Batch batch);

        /** Under the lock. Nothing that was pending will be stored. */
        void failed(Throwable cause);

        /** How many threads may come with steps soon, with those that have. Under the lock. */
        int atWork();
    }

    private final ReentrantLock lock;
    private final LongSupplier nanoTime;
    private final Work work;
    private Batch pending;
    private final Condition gathered;
    private volatile boolean storing;
    private boolean gathering;
    private int withoutGathering;
    private long lastCommitNanos;
    private int hope = HOPE;
    private int waits;

    /** @param nanoTime measures how long commits take */
    GroupCommit(ReentrantLock lock, LongSupplier nanoTime, Work work) {
        this.nanoTime = nanoTime;
        this.lock = lock;
        this.work = work;
        this.gathered = lock.newCondition();
        this.pending = nextBatch();
    }

    /** Where a step puts what it changes. Under the lock. */
    Batch pending() {
        return pending;
    }

    /** The calling thread has a step in the batch and is going to {@link #await} it. Under the lock. */
    void join(Batch batch) {
        batch.patient++;
        if (gathering && batch.patient >= work.atWork()) {
            gathered.signal();
        }
    }

    /** Whether all is stored that was to be. Under the lock. */
    boolean isIdle() {
        return !storing && pending.isEmpty();
    }

    /** Sees to it that the batch is stored, and waits for that; says whether it was. The caller is one of its patient. */
    boolean await(Batch batch) {
        look(batch);
        for (var next = take(batch, true); next != null; next = take(batch, true)) {
            commit(next);
        }
        return batch.isStored();
    }

    /** Sees to it that the batch is stored, by this thread now or by another one soon. */
    void leave(Batch batch) {
        for (var next = take(batch, false); next != null; next = take(batch, false)) {
            commit(next);
        }
    }

    /** The batch that this thread is to store next; null when it has nothing left to do. */
    private @Nullable Batch take(Batch own, boolean waits) {
        lock.lock();
        try {
            while (waits && storing && own.isOpen()) {
                own.turn.awaitUninterruptibly();
            }
            if (storing || pending.isEmpty() || !own.isOpen() && pending.patient > 0) {
                return null;
            }
            storing = true;
            gather();
            var batch = pending;
            pending = nextBatch();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void gather() {
        int present = pending.patient;
        if (lastCommitNanos < SLOW_NANOS || present >= work.atWork() || withoutGathering-- > 0) {
            return;
        }
        gathering = true;
        try {
            long left = Math.min(lastCommitNanos / 4, LONGEST_GATHERING_NANOS);
            while (left > 0 && pending.patient < work.atWork()) {
                left = gathered.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            gathering = false;
        }
        withoutGathering = pending.patient > present ? 0 : WITHOUT_GATHERING;
    }

    private void commit(Batch batch) {
        long began = nanoTime.getAsLong();
        var failure = failureToStore(batch);
        lock.lock();
        try {
            lastCommitNanos = nanoTime.getAsLong() - began;
            storing = false;
            batch.settle(failure == null);
            if (failure == null) {
                work.stored(batch);
            } else {
                pending.settle(false);
                pending = nextBatch();
                work.failed(failure);
            }
            pending.turn.signal();
        } finally {
            lock.unlock();
        }
        if (failure == null) {
            work.act(batch);
        }
    }

    private @Nullable Throwable failureToStore(Batch batch) {
        try {
            if (!batch.changes.isEmpty()) {
                work.store(batch.changes);
            }
            return null;
        } catch (RuntimeException | Error e) {
            return e;
        }
    }

    /** A store in memory is done before a thread could fall asleep and be woken. The counts may be wrong: they are hints. */
    private void look(Batch batch) {
        if (!storing || hope <= 0 && ++waits % TRY_AGAIN != 0) {
            return;
        }
        for (int i = 0; i < LOOKS && storing && batch.isOpen(); i++) {
            Thread.onSpinWait();
        }
        hope = batch.isOpen() && storing ? hope - 1 : HOPE;
    }

    private Batch nextBatch() {
        return new Batch(lock.newCondition());
    }
}
