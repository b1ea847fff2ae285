package dev.cuesheet.engine;

import dev.cuesheet.engine.spi.Assets;
import dev.cuesheet.engine.spi.StoredDeadline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Assets for as long as their store lives. Whoever changes anything holds the store's lock. */
final class AssetsInMemory implements Assets {
    private final Object lock;
    private final Set<String> paused;
    private final RunAdder runs;
    private final Map<String, Asset> known = new TreeMap<>();
    private final List<AssetEvent> events = new ArrayList<>();
    private final Set<Origin> origins = new HashSet<>();
    private final Map<String, List<Asset>> following = new TreeMap<>();
    private final Map<String, List<Queued>> queues = new LinkedHashMap<>();
    private final Map<RunId, List<AssetEvent>> consumed = new HashMap<>();

    /** Adds a run to the store. */
    @FunctionalInterface
    interface RunAdder {
        void add(DagRun run, String structureJson, List<TaskInstance> instances, List<StoredDeadline> deadlines);
    }

    private record RunId(String dagId, String runId) {}

    private record Origin(String asset, AssetEvent.Source source) {}

    /** @param paused the DAGs that are paused at any time */
    AssetsInMemory(Object lock, Set<String> paused, RunAdder runs) {
        this.lock = lock;
        this.paused = paused;
        this.runs = runs;
    }

    @Override
    public void follow(String dagId, List<Asset> assets) {
        synchronized (lock) {
            if (assets.isEmpty()) {
                following.remove(dagId);
            } else {
                following.put(dagId, List.copyOf(assets));
            }
            assets.forEach(asset -> known.put(asset.name(), asset));
            var names = assets.stream().map(Asset::name).collect(Collectors.toSet());
            queue(dagId)
                    .removeIf(queued -> !names.contains(queued.event().asset().name()));
        }
    }

    @Override
    public Map<String, Set<String>> following() {
        synchronized (lock) {
            var names = new TreeMap<String, Set<String>>();
            following.forEach((dagId, assets) ->
                    names.put(dagId, assets.stream().map(Asset::name).collect(Collectors.toSet())));
            return names;
        }
    }

    @Override
    public AssetEvent emit(AssetEvent event) {
        synchronized (lock) {
            return add(event);
        }
    }

    /** Under the lock. The same attempt's event is added once. */
    AssetEvent add(AssetEvent event) {
        var source = event.source();
        if (source != null && !origins.add(new Origin(event.asset().name(), source))) {
            return event;
        }
        var stored = event.numbered(events.size() + 1L);
        events.add(stored);
        known.put(stored.asset().name(), stored.asset());
        following.forEach((dagId, assets) -> {
            if (assets.stream()
                    .anyMatch(asset -> asset.name().equals(stored.asset().name()))) {
                queue(dagId).add(new Queued(stored, !paused.contains(dagId)));
            }
        });
        return stored;
    }

    @Override
    public List<Asset> assets() {
        synchronized (lock) {
            return List.copyOf(known.values());
        }
    }

    @Override
    public List<AssetEvent> events(@Nullable String assetName, int limit) {
        synchronized (lock) {
            var latest = new ArrayList<AssetEvent>();
            for (int at = events.size() - 1; at >= 0 && latest.size() < limit; at--) {
                var event = events.get(at);
                if (assetName == null || event.asset().name().equals(assetName)) {
                    latest.add(event);
                }
            }
            return latest;
        }
    }

    @Override
    public Set<String> waiting() {
        synchronized (lock) {
            return queues.entrySet().stream()
                    .filter(queue -> queue.getValue().stream().anyMatch(Queued::counts))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
        }
    }

    @Override
    public List<Queued> queue(String dagId, boolean onlyThatCount) {
        synchronized (lock) {
            return queue(dagId).stream()
                    .filter(queued -> queued.counts() || !onlyThatCount)
                    .toList();
        }
    }

    @Override
    public Optional<List<AssetEvent>> queueRun(
            DagRun run,
            String structureJson,
            List<TaskInstance> instances,
            List<StoredDeadline> deadlines,
            Predicate<Set<String>> enough) {
        synchronized (lock) {
            var queue = queue(run.dagId());
            var updated = new LinkedHashSet<String>();
            queue.stream()
                    .filter(Queued::counts)
                    .forEach(queued -> updated.add(queued.event().asset().name()));
            if (!enough.test(updated)) {
                return Optional.empty();
            }
            runs.add(run, structureJson, instances, deadlines);
            var taken = queue.stream().map(Queued::event).toList();
            consumed.put(new RunId(run.dagId(), run.runId()), taken);
            queue.clear();
            return Optional.of(taken);
        }
    }

    @Override
    public List<AssetEvent> consumedBy(String dagId, String runId) {
        synchronized (lock) {
            return consumed.getOrDefault(new RunId(dagId, runId), List.of());
        }
    }

    private List<Queued> queue(String dagId) {
        return queues.computeIfAbsent(dagId, id -> new ArrayList<>());
    }
}
