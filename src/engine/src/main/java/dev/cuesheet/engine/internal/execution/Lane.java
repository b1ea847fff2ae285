package dev.cuesheet.engine.internal.execution;

import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Scheduled instances of one run that meet the same limits, so that when the first of them cannot go none can. Used under
 * the lock of {@link Slots}.
 */
final class Lane {
    /** Airflow's order of choice: by weight, then the run's logical date, then the map index, then who came first. */
    private static final Comparator<Offer> ORDER = Comparator.<Offer>comparingInt(offer -> -offer.weight)
            .thenComparing(
                    (Offer offer) -> offer.lane.desk.logicalDate,
                    Comparator.nullsLast(Comparator.<Instant>naturalOrder()))
            .thenComparingInt(offer -> offer.mapIndex)
            .thenComparingLong(offer -> offer.ticket);

    /** Lanes by the first of each. */
    static final Comparator<Lane> FIRST_COME =
            (one, other) -> one == other ? 0 : ORDER.compare(one.head(), other.head());

    final SlotDesk desk;
    final Account pool;
    final int slots;

    /** How many instances of one task may be active in the run; 0 for any number. */
    final int perRun;

    /** The limit of the task over all runs of its DAG; null when it has none. */
    final @Nullable Account task;

    /** How many of this lane are active. */
    int active;

    private final PriorityQueue<Offer> offers = new PriorityQueue<>(ORDER);
    private @Nullable Offer head;

    Lane(SlotDesk desk, Account pool, int slots, int perRun, @Nullable Account task) {
        this.desk = desk;
        this.pool = pool;
        this.slots = slots;
        this.perRun = perRun;
        this.task = task;
    }

    /** An instance that waits for its turn. */
    static final class Offer {
        final InstanceCell cell;
        final Lane lane;
        final int weight;
        final int mapIndex;
        final long ticket;
        boolean withdrawn;

        Offer(InstanceCell cell, Lane lane, int weight, long ticket) {
            this.cell = cell;
            this.lane = lane;
            this.weight = weight;
            this.mapIndex = cell.instance.mapIndex();
            this.ticket = ticket;
        }
    }

    private Offer head() {
        if (head == null) {
            throw new IllegalStateException("nobody waits in this lane");
        }
        return head;
    }

    void add(Offer offer) {
        count(1);
        if (head != null && ORDER.compare(offer, head) > 0) {
            offers.add(offer);
            return;
        }
        if (head != null) {
            pool.lanes.remove(this);
            offers.add(head);
        }
        head = offer;
        pool.lanes.add(this);
    }

    /** Takes the first one out. */
    Offer poll() {
        var first = head();
        count(-1);
        advance();
        return first;
    }

    /** Takes an instance out, wherever it waits. */
    void withdraw(Offer offer) {
        count(-1);
        offer.withdrawn = true;
        if (offer == head) {
            advance();
        }
    }

    private void advance() {
        pool.lanes.remove(this);
        do {
            head = offers.poll();
        } while (head != null && head.withdrawn);
        if (head != null) {
            pool.lanes.add(this);
        }
    }

    private void count(int sign) {
        desk.waiting += sign;
        pool.await(sign * slots);
        if (task != null) {
            task.await(sign);
        }
    }

    /** Whether the first one may go, as far as its pool and its task are concerned. */
    boolean isOpen() {
        return desk.mayTake()
                && (perRun == 0 || active < perRun)
                && pool.hasOpen(slots)
                && (task == null || task.hasOpen(1));
    }

    boolean goesBefore(Lane other) {
        return ORDER.compare(head(), other.head()) < 0;
    }
}
