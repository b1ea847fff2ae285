package dev.cuesheet.engine;

import dev.cuesheet.engine.spi.StateStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that the store knows which assets scheduled DAGs follow, and writes only what is news to it. Safe to share
 * between threads.
 */
final class AssetFollowing {
    private final StateStore store;

    /** What the store knows; null before it was asked. The assets themselves are not known of what others have told it. */
    private @Nullable Map<String, List<Asset>> known;

    AssetFollowing(StateStore store) {
        this.store = store;
    }

    synchronized void follow(Dag dag) {
        if (known == null) {
            known = new HashMap<>();
            for (var dagId : store.assets().following().keySet()) {
                known.put(dagId, List.of());
            }
        }
        var assets = dag.schedule() instanceof Schedule.OnAssets onAssets
                ? onAssets.condition().assets()
                : List.<Asset>of();
        boolean news = assets.isEmpty() ? known.containsKey(dag.id()) : !assets.equals(known.get(dag.id()));
        if (news) {
            store.assets().follow(dag.id(), assets);
            if (assets.isEmpty()) {
                known.remove(dag.id());
            } else {
                known.put(dag.id(), assets);
            }
        }
    }
}
