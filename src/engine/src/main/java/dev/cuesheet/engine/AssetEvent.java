package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.engine.internal.json.PlainData;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An asset was updated. Immutable.
 *
 * @param number given by the store, growing; 0 before it is stored
 * @param extra what whoever updated it told of it
 * @param source the attempt whose success it was; null when it came from outside
 */
public record AssetEvent(
        long number,
        Asset asset,
        Instant timestamp,
        Map<String, Object> extra,
        @Nullable Source source) {

    /** A successful attempt. */
    public record Source(TaskInstanceKey instance, int tryNumber) {
        public Source {
            requireNonNull(instance, "instance");
        }
    }

    public AssetEvent {
        requireNonNull(asset, "asset");
        requireNonNull(timestamp, "timestamp");
        extra = PlainData.map("extra of an event of asset \"" + asset.name() + "\"", extra);
    }

    /** Of an update that happened outside of all DAGs. */
    public static AssetEvent external(Asset asset, Instant timestamp, Map<String, Object> extra) {
        return new AssetEvent(0, asset, timestamp, extra, null);
    }

    public AssetEvent numbered(long byStore) {
        return new AssetEvent(byStore, asset, timestamp, extra, source);
    }

    /** The task instance that updated the asset; empty when it was updated from outside. */
    public Optional<TaskInstanceKey> updatedBy() {
        return Optional.ofNullable(source).map(Source::instance);
    }
}
