package dev.cuesheet.engine.spi;

import dev.cuesheet.engine.Pool;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an engine may use of a pool.
 *
 * <p>An engine that nobody waits for gets what it asks for and something beyond, so that it need not ask for each slot.
 * When others wait, it keeps what is in use, and as slots come free gives back what those get who have waited longer, down
 * to an equal part for each. Who gives back, or finds nothing, waits in line. So each slot that comes free goes to somebody,
 * and nobody waits for ever.
 *
 * @param size of the pool in all; {@link Pool#UNLIMITED}; 0 when there is no such pool
 * @param exists whether there is such a pool
 * @param slots how many the engine may use
 * @param keep how many of them it may use again once they are free; fewer than {@code slots} when others wait for them
 * @param contested whether others wait for slots
 * @param includeDeferred see {@link Pool#includeDeferred}
 * @param stake what is written down of it, for the others
 */
public record PoolShare(
        int size, boolean exists, int slots, int keep, boolean contested, boolean includeDeferred, Stake stake) {
    /** What an engine asks for beyond what it needs: this part of the pool. */
    private static final int RESERVE = 4;

    /**
     * What an engine needs of a pool.
     *
     * @param pool the pool's name, or what {@code size} is about
     * @param size of something that is no pool but is shared as one is: the limit of a task; null for pools
     * @param used how many slots are in use
     * @param waiting how many more would be used at once
     * @param narrowest how many more are of any use, because a task needs so many
     */
    public record Request(String pool, @Nullable Integer size, RunOwner engine, int used, int waiting, int narrowest) {}

    /**
     * What an engine has of a pool.
     *
     * @param wanted how many slots it waits for
     * @param since its place in line, the lowest first; 0 when it does not wait
     */
    public record Stake(int slots, int wanted, long since) {
        public static final Stake NONE = new Stake(0, 0, 0);

        private boolean matters() {
            return slots > 0 || wanted > 0;
        }

        /** Whether others should look again, if they wait or have something to give. */
        public boolean concernsOthersAfter(Stake before) {
            return wanted > before.wanted || slots < before.slots || slots + wanted < before.slots + before.wanted;
        }
    }

    /**
     * @param pool as it is; null when there is none
     * @param mine what the engine had
     * @param others what living engines have
     */
    public static PoolShare of(Request request, @Nullable Pool pool, Stake mine, List<Stake> others) {
        boolean exists = request.size() != null || pool != null;
        int size = request.size() != null ? request.size() : pool != null ? pool.slots() : 0;
        boolean includeDeferred = pool != null && pool.includeDeferred();
        if (size == Pool.UNLIMITED) {
            var stake = new Stake(request.used(), 0, 0);
            return new PoolShare(size, true, Integer.MAX_VALUE, Integer.MAX_VALUE, false, includeDeferred, stake);
        }
        int left = Math.max(0, size - others.stream().mapToInt(Stake::slots).sum());
        int need = (int) Math.min(size, (long) request.used() + request.waiting());
        int wantedByOthers = others.stream().mapToInt(Stake::wanted).sum();
        int slots;
        int keep;
        if (wantedByOthers == 0) {
            int reserve = request.waiting() > 0 ? Math.max(1, size / RESERVE) : 0;
            slots = Math.min(left, Math.max(mine.slots(), need + reserve));
            keep = slots;
        } else {
            int before = others.stream()
                    .filter(other -> mine.since() == 0 || other.since() < mine.since())
                    .mapToInt(Stake::wanted)
                    .sum();
            int engines = 1 + (int) others.stream().filter(Stake::matters).count();
            int most = Math.min(left, Math.max((size + engines - 1) / engines, left - wantedByOthers));
            slots = Math.min(need, Math.min(most, Math.max(size / engines, left - before)));
            int ofUse = Math.min(need, request.used() + request.narrowest());
            if (slots < ofUse) {
                slots = before == 0 && left >= ofUse ? ofUse : request.used();
            }
            keep = Math.min(need, Math.min(most, Math.max(size / engines, left - wantedByOthers)));
        }
        slots = Math.max(slots, request.used());
        int wanted = Math.max(0, need - slots);
        boolean contested = wantedByOthers > 0;
        return new PoolShare(size, exists, slots, keep, contested, includeDeferred, stake(slots, wanted, mine, others));
    }

    private static Stake stake(int slots, int wanted, Stake mine, List<Stake> others) {
        if (wanted == 0) {
            return new Stake(slots, 0, 0);
        }
        boolean stays = mine.since() > 0 && slots >= mine.slots();
        long last = Math.max(
                mine.since(), others.stream().mapToLong(Stake::since).max().orElse(0));
        return new Stake(slots, wanted, stays ? mine.since() : last + 1);
    }
}
