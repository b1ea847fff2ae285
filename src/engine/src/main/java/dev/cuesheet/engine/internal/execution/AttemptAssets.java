package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.Asset;
import dev.cuesheet.engine.AssetEvent;
import dev.cuesheet.engine.AssetOutlet;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.TaskSpec;
import dev.cuesheet.engine.internal.json.PlainData;
import dev.cuesheet.engine.internal.template.AssetValues;
import dev.cuesheet.engine.spi.StateStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one attempt has to do with assets. Safe to share between threads. */
final class AttemptAssets {
    /** How many events of an inlet a template sees. */
    private static final int LATEST = 100;

    private final StateStore store;
    private final DagRun run;
    private final TaskSpec task;
    private final Map<String, Map<String, Object>> told = new LinkedHashMap<>();

    AttemptAssets(StateStore store, DagRun run, TaskSpec task) {
        this.store = store;
        this.run = run;
        this.task = task;
    }

    AssetOutlet outlet(Asset asset) {
        if (!RunTies.has(task.ties().outlets(), asset)) {
            throw new IllegalArgumentException("asset \"%s\" is no outlet of task \"%s\"; declare it with outlet(...)"
                    .formatted(asset.name(), task.id()));
        }
        return new AssetOutlet() {
            @Override
            public AssetOutlet extra(String name, Object value) {
                var kept = PlainData.map("extra of asset \"" + asset.name() + "\"", Map.of(name, value));
                synchronized (told) {
                    told.computeIfAbsent(asset.name(), key -> new LinkedHashMap<>())
                            .putAll(kept);
                }
                return this;
            }
        };
    }

    List<AssetEvent> triggering() {
        return store.assets().consumedBy(run.dagId(), run.runId());
    }

    List<AssetEvent> latest(Asset asset, int limit) {
        if (!RunTies.has(task.ties().inlets(), asset)) {
            throw new IllegalArgumentException("asset \"%s\" is no inlet of task \"%s\"; declare it with inlet(...)"
                    .formatted(asset.name(), task.id()));
        }
        var latest = new ArrayList<>(store.assets().events(asset.name(), limit));
        Collections.reverse(latest);
        return List.copyOf(latest);
    }

    /** What was told so far, by the names of the assets. */
    Map<String, Map<String, Object>> told() {
        if (task.ties().outlets().isEmpty()) {
            return Map.of();
        }
        synchronized (told) {
            var copy = new LinkedHashMap<String, Map<String, Object>>();
            told.forEach((name, extra) -> copy.put(name, Map.copyOf(extra)));
            return copy;
        }
    }

    AssetValues values() {
        return new AssetValues(
                this::triggering, asset -> latest(asset, LATEST), asset -> told().getOrDefault(asset.name(), Map.of()));
    }
}
