package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.Pool;
import dev.cuesheet.engine.spi.PoolShare;
import dev.cuesheet.engine.spi.RunOwner;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What this engine has of one pool, or of a task's limit over all runs of its DAG. Used under the lock of {@link Slots}. */
final class Account {
    final String name;

    /** The limit of a task; null when this is a pool. */
    private final @Nullable Integer limit;

    /** Who waits for slots of this pool, by who goes first. */
    final TreeSet<Lane> lanes = new TreeSet<>(Lane.FIRST_COME);

    /** How many slots are taken here. */
    int used;

    /** How many slots would be taken here by those who wait. */
    long waiting;

    /** The most that one attempt takes. */
    private int widest = 1;

    /** What the store has said; null before it was asked. */
    private @Nullable PoolShare share;

    /** How many slots may be taken here; those that came free while others wait are not taken again. */
    private int usable;

    /** Whether the store is to be asked. */
    boolean ask;

    /** Whether a thread is asking it. */
    boolean asking;

    /** Whether the store has had nothing more to give, and there has been no news since. */
    private boolean inVain;

    /** Whether somebody was told that what waits here waits for a pool that is missing, or too small. */
    boolean warned;

    Account(String name, @Nullable Integer limit) {
        this.name = name;
        this.limit = limit;
    }

    boolean isAsked() {
        return share != null;
    }

    boolean includesDeferred() {
        return share != null && share.includeDeferred();
    }

    /** Whether so many slots are free here. If not, it may be that the store has more. */
    boolean hasOpen(int slots) {
        if (share != null && (share.size() == Pool.UNLIMITED || used + slots <= usable)) {
            return true;
        }
        if (!inVain && (share == null || used + slots <= share.size())) {
            ask = true;
        }
        return false;
    }

    boolean canEverHave(int slots) {
        return share == null || share.size() == Pool.UNLIMITED || slots <= share.size();
    }

    boolean exists() {
        return share == null || share.exists();
    }

    int size() {
        return share == null ? 0 : share.size();
    }

    void await(int slots) {
        waiting += slots;
        widest = Math.max(widest, slots);
    }

    void giveBack(int slots) {
        used -= slots;
        if (share != null && share.contested()) {
            usable = Math.max(Math.min(usable, share.keep()), usable - slots);
            ask |= share.slots() > used
                    && (share.slots() > Math.min(usable, used + waiting) || usable - used < narrowest());
        }
    }

    /** Nobody waits here any more, though the store was told so. */
    void lookForIdleness() {
        if (share != null && share.stake().wanted() > 0 && waiting == 0) {
            ask = true;
        }
    }

    /** Something has changed in the store. */
    void reconsider() {
        inVain = false;
        ask = true;
    }

    /** The fewest slots that somebody who waits could go with. */
    private int narrowest() {
        return lanes.stream().mapToInt(lane -> lane.slots).min().orElse(1);
    }

    /** Whether a thread that has nothing else to do should ask the store. */
    boolean isToBeAsked() {
        return ask && !asking;
    }

    /** The store does not answer; it is asked again when there is news. */
    void failed() {
        inVain = true;
    }

    PoolShare.Request request(RunOwner engine, int freeWorkers) {
        long usable = Math.min(waiting, (long) freeWorkers * widest);
        if (share == null) {
            usable = Math.max(usable, 1);
        }
        return new PoolShare.Request(name, limit, engine, used, (int) Math.min(usable, Integer.MAX_VALUE), narrowest());
    }

    void take(PoolShare given) {
        warned &= share != null && given.size() == share.size();
        inVain = given.stake().wanted() > 0;
        share = given;
        usable = given.slots();
    }
}
