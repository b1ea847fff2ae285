package dev.cuesheet.engine;

import dev.cuesheet.engine.spi.PoolShare;
import dev.cuesheet.engine.spi.Pools;
import dev.cuesheet.engine.spi.RunOwner;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps pools for as long as this object lives, and tells engines in this process of what concerns them, on the thread that
 * brings it. Safe to share between threads.
 */
final class PoolsInMemory implements Pools {
    private static final Logger log = LoggerFactory.getLogger(PoolsInMemory.class);

    private final Map<String, Pool> pools = new TreeMap<>(Map.of(Pool.DEFAULT_NAME, Pool.DEFAULT));
    private final Map<String, Map<RunOwner, PoolShare.Stake>> stakes = new HashMap<>();
    private final Map<RunOwner, Runnable> members = new LinkedHashMap<>();
    private final Map<RunOwner, Runnable> toTell = new LinkedHashMap<>();
    private boolean telling;

    synchronized void join(RunOwner engine, Runnable news) {
        members.put(engine, news);
    }

    /** What the engine had is everybody's. */
    void leave(RunOwner engine) {
        boolean had = false;
        synchronized (this) {
            members.remove(engine);
            for (var ofPool : stakes.values()) {
                had |= ofPool.remove(engine) != null;
            }
        }
        if (had) {
            tellOthers(engine, other -> true);
        }
    }

    @Override
    public synchronized List<Pool> list() {
        return List.copyOf(pools.values());
    }

    @Override
    public synchronized Optional<Pool> find(String name) {
        return Optional.ofNullable(pools.get(name));
    }

    @Override
    public void put(Pool pool) {
        synchronized (this) {
            pools.put(pool.name(), pool);
        }
        tellAll();
    }

    @Override
    public boolean delete(String name) {
        Pools.refuseToDeleteDefault(name);
        boolean there;
        synchronized (this) {
            there = pools.remove(name) != null;
        }
        tellAll();
        return there;
    }

    @Override
    public PoolShare share(PoolShare.Request request, Predicate<RunOwner> alive) {
        PoolShare share;
        boolean concernsOthers;
        synchronized (this) {
            var ofPool = stakes.computeIfAbsent(request.pool(), name -> new LinkedHashMap<>());
            ofPool.keySet().removeIf(other -> !other.equals(request.engine()) && !alive.test(other));
            var mine = ofPool.getOrDefault(request.engine(), PoolShare.Stake.NONE);
            var others = ofPool.entrySet().stream()
                    .filter(entry -> !entry.getKey().equals(request.engine()))
                    .map(Map.Entry::getValue)
                    .toList();
            share = PoolShare.of(request, pools.get(request.pool()), mine, others);
            ofPool.put(request.engine(), share.stake());
            concernsOthers = !others.isEmpty() && share.stake().concernsOthersAfter(mine);
        }
        if (concernsOthers) {
            tellOthers(request.engine(), alive); // a dead engine of a test still hears, and must not answer
        }
        return share;
    }

    private void tellAll() {
        tell(members());
    }

    private void tellOthers(RunOwner engine, Predicate<RunOwner> alive) {
        var others = members();
        others.keySet().removeIf(other -> other.equals(engine) || !alive.test(other));
        tell(others);
    }

    /** What engines are told makes them tell each other: that waits until they have been told, and is told once. */
    private void tell(Map<RunOwner, Runnable> engines) {
        synchronized (this) {
            toTell.putAll(engines);
            if (telling) {
                return;
            }
            telling = true;
        }
        for (var news = nextNews(); news.isPresent(); news = nextNews()) {
            try {
                news.get().run();
            } catch (RuntimeException e) {
                log.warn("An engine could not take news of pools", e);
            }
        }
    }

    private synchronized Optional<Runnable> nextNews() {
        var next = toTell.values().iterator();
        if (!next.hasNext()) {
            telling = false;
            return Optional.empty();
        }
        var news = next.next();
        next.remove();
        return Optional.of(news);
    }

    private synchronized Map<RunOwner, Runnable> members() {
        return new LinkedHashMap<>(members);
    }
}
