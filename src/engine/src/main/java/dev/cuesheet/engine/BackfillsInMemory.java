package dev.cuesheet.engine;

import dev.cuesheet.engine.spi.Backfills;
import dev.cuesheet.engine.spi.StateStoreException;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keeps backfills for as long as this object lives. Safe to share between threads. */
final class BackfillsInMemory implements Backfills {
    private final TreeMap<Long, Backfill> byNumber = new TreeMap<>();

    @Override
    public synchronized Backfill create(Backfill backfill) {
        byNumber.values().stream()
                .filter(other -> other.dagId().equals(backfill.dagId()) && !other.hasEnded())
                .findFirst()
                .ifPresent(other -> {
                    throw StateStoreException.backfillUnderWay(backfill.dagId(), other.number());
                });
        var kept = backfill.numbered(byNumber.size() + 1L);
        byNumber.put(kept.number(), kept);
        return kept;
    }

    @Override
    public synchronized void update(Backfill backfill) {
        byNumber.put(backfill.number(), backfill);
    }

    @Override
    public synchronized Optional<Backfill> find(long number) {
        return Optional.ofNullable(byNumber.get(number));
    }

    @Override
    public synchronized List<Backfill> list(@Nullable String dagId, int limit) {
        return byNumber.descendingMap().values().stream()
                .filter(backfill -> dagId == null || backfill.dagId().equals(dagId))
                .limit(limit)
                .toList();
    }
}
