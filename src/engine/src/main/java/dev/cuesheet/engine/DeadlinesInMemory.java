package dev.cuesheet.engine;

import dev.cuesheet.engine.spi.Deadlines;
import dev.cuesheet.engine.spi.StoredDeadline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Deadlines for as long as their store lives. Safe to share between threads. */
final class DeadlinesInMemory implements Deadlines {
    private static final Comparator<StoredDeadline> FIRST_DUE =
            Comparator.comparing(StoredDeadline::due).thenComparing(StoredDeadline::name);

    private final Map<String, List<StoredDeadline>> byDag = new HashMap<>();

    synchronized void add(List<StoredDeadline> deadlines) {
        deadlines.forEach(deadline -> ofDag(deadline.dagId()).add(deadline));
    }

    /** The run has succeeded by then. */
    synchronized void met(String dagId, String runId, Instant by) {
        ofDag(dagId)
                .removeIf(deadline ->
                        deadline.runId().equals(runId) && deadline.missedAt() == null && !by.isAfter(deadline.due()));
    }

    @Override
    public synchronized List<StoredDeadline> pending(String dagId) {
        return byDag.getOrDefault(dagId, List.of()).stream()
                .filter(deadline -> deadline.missedAt() == null)
                .sorted(FIRST_DUE)
                .toList();
    }

    @Override
    public synchronized List<StoredDeadline> of(String dagId, String runId) {
        return byDag.getOrDefault(dagId, List.of()).stream()
                .filter(deadline -> deadline.runId().equals(runId))
                .sorted(FIRST_DUE)
                .toList();
    }

    @Override
    public synchronized boolean miss(String dagId, String runId, String name, Instant noticedAt) {
        var ofDag = ofDag(dagId);
        for (int at = 0; at < ofDag.size(); at++) {
            var deadline = ofDag.get(at);
            if (deadline.runId().equals(runId) && deadline.name().equals(name) && deadline.missedAt() == null) {
                ofDag.set(at, new StoredDeadline(dagId, runId, name, deadline.due(), noticedAt));
                return true;
            }
        }
        return false;
    }

    private List<StoredDeadline> ofDag(String dagId) {
        return byDag.computeIfAbsent(dagId, id -> new ArrayList<>());
    }
}
