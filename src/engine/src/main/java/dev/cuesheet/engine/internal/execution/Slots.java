package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.EngineException;
import dev.cuesheet.engine.TaskSpec;
import dev.cuesheet.engine.spi.PoolShare;
import dev.cuesheet.engine.spi.Pools;
import dev.cuesheet.engine.spi.RunOwner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides over all runs of this engine which scheduled instance goes next, as Airflow's scheduler does in
 * {@code _executable_task_instances_to_queued}: the first in the order of {@link Lane} that its pool, its run, its task and
 * the engine's parallelism let go. One that does not fit holds up none that come after it.
 *
 * <p>Instances that meet the same limits wait in one {@link Lane}, so a choice looks at the first of each lane and not at
 * all who wait. A choice is made whenever a step of some run has freed or offered something. The run that takes the step is
 * told within it; another one is called after the step ({@link #deliver}), which also asks the store when what this engine
 * has of a pool does not suffice, or is too much. The lock here is taken under a run's lock, never the other way round, and
 * nothing is called under it. Safe to share between threads.
 */
public final class Slots {
    private static final Logger log = LoggerFactory.getLogger(Slots.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final Pools store;
    private final RunOwner engine;
    private final Predicate<RunOwner> alive;
    private final int parallelism;
    private final Map<String, Account> pools = new LinkedHashMap<>();
    private final Map<String, Account> tasks = new HashMap<>();
    private final Set<SlotDesk> called = new LinkedHashSet<>();
    private final ThreadLocal<Boolean> delivering = ThreadLocal.withInitial(() -> false);
    private int working;
    private long tickets;

    /** Whether there is something to deliver. Changed under the lock. */
    private volatile boolean undelivered;

    /** What an instance has. */
    enum Hold {
        NOTHING,
        /** Of its pool alone. */
        POOL,
        ALL
    }

    /** @param parallelism how many instances may be active at once, those that rest not counted */
    public Slots(Pools store, RunOwner engine, Predicate<RunOwner> alive, int parallelism) {
        this.store = store;
        this.engine = engine;
        this.alive = alive;
        this.parallelism = parallelism;
    }

    /** Where a run comes to. @param called is called, without any lock, when the run has something to take */
    SlotDesk desk(Runnable called, int maxActive, @Nullable Instant logicalDate) {
        return new SlotDesk(this, called, maxActive, logicalDate);
    }

    /** Asks for what a run will need, so that its first step finds it. Without any lock. */
    public void prepare(String dagId, Collection<TaskSpec> specs) {
        lock.lock();
        try {
            for (var spec : specs) {
                prepare(pool(spec));
                var limit = limit(dagId, spec);
                if (limit != null) {
                    prepare(limit);
                }
            }
        } finally {
            lock.unlock();
        }
        deliver();
    }

    private void prepare(Account account) {
        if (!account.isAsked()) {
            account.ask = true;
            undelivered = true;
        }
    }

    private Account pool(TaskSpec spec) {
        return pools.computeIfAbsent(spec.slots().pool(), name -> new Account(name, null));
    }

    /** The names are such as no pool is likely to have. */
    private @Nullable Account limit(String dagId, TaskSpec spec) {
        int atMost = spec.slots().maxActivePerDag();
        return atMost == 0
                ? null
                : tasks.computeIfAbsent(
                        "max_active_tis_per_dag of %s.%s: %d".formatted(dagId, spec.id(), atMost),
                        name -> new Account(name, atMost));
    }

    /** Something has changed in the store that may concern pools. Without any lock. */
    public void reconsider() {
        lock.lock();
        try {
            pools.values().forEach(Account::reconsider);
            tasks.values().forEach(Account::reconsider);
            undelivered = true;
        } finally {
            lock.unlock();
        }
        deliver();
    }

    List<InstanceCell> settle(SlotDesk desk, Collection<InstanceCell> changed, boolean goesOn) {
        lock.lock();
        try {
            desk.open = goesOn;
            for (var cell : changed) {
                follow(desk, cell);
            }
            if (!goesOn) {
                takeBack(desk);
                choose(desk);
                return List.of();
            }
            choose(desk);
            if (desk.granted.isEmpty()) {
                return List.of();
            }
            var granted = List.copyOf(desk.granted);
            desk.granted.clear();
            return granted;
        } finally {
            lock.unlock();
        }
    }

    /** Brings what an instance has into accord with its state. */
    private void follow(SlotDesk desk, InstanceCell cell) {
        switch (cell.state()) {
            case SCHEDULED -> {
                if (cell.hold != Hold.NOTHING && !desk.granted.contains(cell)) {
                    free(cell); // it was active and begins anew
                }
                if (cell.hold == Hold.NOTHING && cell.offer == null) {
                    offer(desk, cell);
                }
            }
            case QUEUED, RUNNING, RESTARTING -> {}
            case DEFERRED -> {
                if (cell.hold == Hold.ALL) {
                    boolean keeps = lane(cell).pool.includesDeferred();
                    free(cell);
                    if (keeps) {
                        cell.hold = Hold.POOL;
                        lane(cell).pool.used += lane(cell).slots;
                    }
                }
            }
            case NONE, UP_FOR_RETRY, UP_FOR_RESCHEDULE, SUCCESS, FAILED, SKIPPED, UPSTREAM_FAILED, REMOVED -> {
                if (cell.attempt == null) {
                    free(cell);
                }
            }
        }
    }

    private void offer(SlotDesk desk, InstanceCell cell) {
        var lane = cell.node.lane;
        if (lane == null) {
            lane = newLane(desk, cell.node);
            cell.node.lane = lane;
        }
        var offer = new Lane.Offer(cell, lane, cell.node.weightOf(cell.instance), tickets++);
        cell.offer = offer;
        lane.add(offer);
        warnIfHopeless(lane, cell);
    }

    private Lane newLane(SlotDesk desk, TaskNode node) {
        var spec = node.spec;
        var slots = spec.slots();
        if (slots.limitsTask()) {
            var limit = limit(node.instances.get(0).instance.key().dagId(), spec);
            return new Lane(desk, pool(spec), slots.count(), slots.maxActivePerRun(), limit);
        }
        return desk.lanes.computeIfAbsent(
                new SlotDesk.LaneKey(slots.pool(), slots.count()),
                key -> new Lane(desk, pool(spec), slots.count(), 0, null));
    }

    /** What Airflow warns of too, and leaves waiting, because somebody may change the pool. */
    private static void warnIfHopeless(Lane lane, InstanceCell cell) {
        var pool = lane.pool;
        if (pool.warned || pool.exists() && pool.canEverHave(lane.slots)) {
            return;
        }
        pool.warned = true;
        var name = cell.instance.key().display();
        if (!pool.exists()) {
            log.warn(
                    "{} waits for pool \"{}\", which does not exist; make it, and the task will go on",
                    name,
                    pool.name);
        } else {
            log.warn(
                    "{} needs {} slots of pool \"{}\", which has {} in all; it waits until the pool is larger",
                    name,
                    lane.slots,
                    pool.name,
                    pool.size());
        }
    }

    private static Lane lane(InstanceCell cell) {
        var lane = cell.node.lane;
        if (lane == null) {
            throw new IllegalStateException(cell.instance.key().display() + " was never scheduled");
        }
        return lane;
    }

    private void free(InstanceCell cell) {
        if (cell.offer != null) {
            cell.offer.lane.withdraw(cell.offer);
            cell.offer = null;
        }
        if (cell.hold == Hold.NOTHING) {
            return;
        }
        var lane = lane(cell);
        lane.desk.granted.remove(cell);
        lane.pool.giveBack(lane.slots);
        if (cell.hold == Hold.ALL) {
            lane.active--;
            lane.desk.active--;
            if (lane.task != null) {
                lane.task.giveBack(1);
            }
            setResting(cell, true);
        }
        cell.resting = false;
        cell.hold = Hold.NOTHING;
    }

    private void setResting(InstanceCell cell, boolean resting) {
        if (cell.resting != resting) {
            cell.resting = resting;
            working += resting ? -1 : 1;
        }
    }

    /** Takes back what a run was granted and has not taken; it waits again. */
    private void takeBack(SlotDesk desk) {
        for (var cell : List.copyOf(desk.granted)) {
            if (cell.hold == Hold.ALL) {
                free(cell);
                offer(desk, cell);
            }
        }
        desk.granted.clear();
    }

    /** Lets go who may, those of the run that is at it into what it takes at once. */
    private void choose(@Nullable SlotDesk present) {
        while (working < parallelism) {
            var lane = next();
            if (lane == null) {
                break;
            }
            grant(lane, present);
        }
        for (var account : pools.values()) {
            lookAt(account);
        }
        if (!tasks.isEmpty()) {
            tasks.values().forEach(this::lookAt);
        }
    }

    private void lookAt(Account account) {
        account.lookForIdleness();
        if (account.isToBeAsked()) {
            undelivered = true;
        }
    }

    private @Nullable Lane next() {
        Lane next = null;
        for (var pool : pools.values()) {
            for (var lane : pool.lanes) {
                if (lane.isOpen()) {
                    if (next == null || lane.goesBefore(next)) {
                        next = lane;
                    }
                    break;
                }
            }
        }
        return next;
    }

    private void grant(Lane lane, @Nullable SlotDesk present) {
        var cell = lane.poll().cell;
        cell.offer = null;
        cell.hold = Hold.ALL;
        cell.resting = false;
        working++;
        lane.pool.used += lane.slots;
        lane.active++;
        if (lane.task != null) {
            lane.task.used++;
        }
        lane.desk.active++;
        lane.desk.granted.add(cell);
        if (lane.desk != present) {
            called.add(lane.desk);
            undelivered = true;
        }
    }

    boolean isAwaited(SlotDesk desk) {
        lock.lock();
        try {
            return desk.waiting > 0 || !desk.granted.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    void release(InstanceCell cell) {
        lock.lock();
        try {
            free(cell);
        } finally {
            lock.unlock();
        }
    }

    void rests(InstanceCell cell, boolean resting) {
        lock.lock();
        try {
            if (cell.hold == Hold.ALL) {
                setResting(cell, resting);
            }
        } finally {
            lock.unlock();
        }
    }

    void leave(SlotDesk desk, RunGraph graph) {
        lock.lock();
        try {
            desk.open = false;
            desk.granted.clear();
            graph.nodes().forEach(node -> node.instances.forEach(this::free));
            choose(null);
        } finally {
            lock.unlock();
        }
    }

    /** Calls the runs that have something to take, and asks the store if need be. Without any lock. */
    public void deliver() {
        if (!undelivered || delivering.get()) {
            return; // a thread that delivers comes round to what has come up meanwhile
        }
        delivering.set(true);
        try {
            while (undelivered) {
                var runs = new ArrayList<SlotDesk>();
                var toAsk = new ArrayList<Account>();
                collect(runs, toAsk);
                runs.forEach(SlotDesk::call);
                toAsk.forEach(this::ask);
            }
        } finally {
            delivering.set(false);
        }
    }

    private void collect(List<SlotDesk> runs, List<Account> toAsk) {
        lock.lock();
        try {
            undelivered = false;
            runs.addAll(called);
            called.clear();
            pools.values().stream().filter(Account::isToBeAsked).forEach(toAsk::add);
            tasks.values().stream().filter(Account::isToBeAsked).forEach(toAsk::add);
            toAsk.forEach(account -> {
                account.ask = false;
                account.asking = true;
            });
        } finally {
            lock.unlock();
        }
    }

    /** One thread at a time for each account, so that a later answer does not come before an earlier one. */
    private void ask(Account account) {
        PoolShare share = null;
        try {
            share = store.share(request(account), alive);
        } catch (EngineException e) {
            log.warn("Pool \"{}\" could not be asked for slots: {}", account.name, e.getMessage());
        } finally {
            answered(account, share);
        }
    }

    private PoolShare.Request request(Account account) {
        lock.lock();
        try {
            return account.request(engine, Math.max(0, parallelism - working));
        } finally {
            lock.unlock();
        }
    }

    private void answered(Account account, @Nullable PoolShare share) {
        lock.lock();
        try {
            account.asking = false;
            if (share == null) {
                account.failed();
            } else {
                account.take(share);
            }
            choose(null);
        } finally {
            lock.unlock();
        }
    }
}
