package dev.cuesheet.engine.spi;

import dev.cuesheet.engine.Backfill;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps backfills. Safe to share between threads. */
public interface Backfills {

    /**
     * Keeps a new backfill.
     *
     * @return the same with its number
     * @throws StateStoreException when one of this DAG has not ended
     */
    Backfill create(Backfill backfill);

    /** Keeps what has become of a backfill. */
    void update(Backfill backfill);

    Optional<Backfill> find(long number);

    /**
     * The latest first.
     *
     * @param dagId null for all DAGs
     */
    List<Backfill> list(@Nullable String dagId, int limit);
}
