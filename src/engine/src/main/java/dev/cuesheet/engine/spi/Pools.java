package dev.cuesheet.engine.spi;

import dev.cuesheet.engine.Pool;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The pools of a store, and which of their slots each engine may use. Engines do not take a slot in the store for each
 * task: an engine has a share of a pool, within which it decides alone, and asks for more of it, or gives back, as
 * {@link PoolShare} says. So an engine that is alone asks once in a while, and the shares of all engines never come to more
 * than the pool has. Safe to share between threads and between processes.
 */
public interface Pools {
    /** By name. */
    List<Pool> list();

    Optional<Pool> find(String name);

    /** Makes the pool, or changes the one of that name. */
    void put(Pool pool);

    /**
     * Deletes a pool; tasks that name it wait until there is one again.
     *
     * @return whether there was one
     * @throws IllegalArgumentException for the default pool
     */
    boolean delete(String name);

    /**
     * Settles, in one step, what an engine may use from now on. Others that wait for what this engine gives back, or have
     * what it waits for, get news.
     *
     * @param alive tells whether another engine lives; what a dead one had is everybody's
     */
    PoolShare share(PoolShare.Request request, Predicate<RunOwner> alive);

    /** What deleting the default pool is refused with. */
    static void refuseToDeleteDefault(String name) {
        if (name.equals(Pool.DEFAULT_NAME)) {
            throw new IllegalArgumentException(
                    "pool \"%s\" cannot be deleted: tasks that name no pool use it".formatted(name));
        }
    }
}
