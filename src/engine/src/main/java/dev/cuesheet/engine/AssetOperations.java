package dev.cuesheet.engine;

import dev.cuesheet.engine.spi.Assets;
import dev.cuesheet.engine.spi.StateStore;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is known of assets, and what people do with them. Safe to share between threads. */
public final class AssetOperations {
    private final Engine engine;
    private final StateStore store;

    AssetOperations(Engine engine, StateStore store) {
        this.engine = engine;
        this.store = store;
    }

    /** The asset was updated now by something outside of all DAGs; see {@link Engine#emit}. */
    public AssetEvent emit(Asset asset, Map<String, Object> extra) {
        return engine.emit(AssetEvent.external(asset, engine.clock().instant(), extra));
    }

    /** Every asset that a scheduled DAG follows or that was ever updated, by name. */
    public List<Asset> list() {
        return store.assets().assets();
    }

    /**
     * The latest updates first.
     *
     * @param assetName null for all assets
     */
    public List<AssetEvent> events(@Nullable String assetName, int limit) {
        return store.assets().events(assetName, limit);
    }

    /** The ids of the DAGs that follow the asset. */
    public Set<String> followers(String assetName) {
        var followers = new TreeSet<String>();
        store.assets().following().forEach((dagId, names) -> {
            if (names.contains(assetName)) {
                followers.add(dagId);
            }
        });
        return followers;
    }

    /** The updates that no run of the DAG has consumed, oldest first. */
    public List<AssetEvent> waitingFor(String dagId) {
        return store.assets().queue(dagId, false).stream()
                .map(Assets.Queued::event)
                .toList();
    }

    /** The updates that brought the run about, oldest first; none if it was brought about by something else. */
    public List<AssetEvent> consumedBy(String dagId, String runId) {
        return store.assets().consumedBy(dagId, runId);
    }
}
