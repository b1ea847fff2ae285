package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.EngineException;
import dev.cuesheet.engine.TaskFailure;
import dev.cuesheet.engine.TaskInstanceKey;
import dev.cuesheet.engine.internal.json.Json;
import dev.cuesheet.engine.spi.LargeValues;
import dev.cuesheet.engine.spi.StoredResult;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How large the values may be that tasks hand on, and where the large ones are. With a place for them, values beyond the
 * threshold are kept there and the state store keeps a reference: a value of a type of ours, whose JSON is the key. Without
 * one, they are refused beyond the limit. Safe to share between threads.
 *
 * @param limit bytes that a value may have in the state store
 * @param threshold bytes from which on it is kept elsewhere, if there is such a place
 */
public record XcomValues(
        long limit, long threshold, @Nullable LargeValues large) {
    private static final String REFERENCE = "cuesheet.large:";

    /** The value as the state store is to keep it. */
    StoredResult keep(TaskInstanceKey key, int tryNumber, String name, StoredResult value) {
        long most = large == null ? limit : threshold;
        if (value.json().length() <= most / 3) { // no character has more than three bytes in UTF-8
            return value;
        }
        long size = value.json().getBytes(StandardCharsets.UTF_8).length;
        if (size <= most) {
            return value;
        }
        if (large == null) {
            throw TaskFailure.permanent(
                    "the value \"%s\" of task \"%s\" has %,d bytes and may have at most %,d; hand on where it is instead, or give the engine a place for large values"
                            .formatted(name, key.display(), size, limit));
        }
        var place = folder(key, tryNumber) + "/" + segment(name) + ".json";
        large.put(place, value.json());
        return new StoredResult(value.mapIndex(), REFERENCE + value.type(), Json.text(out -> out.writeString(place)));
    }

    /** The value itself, wherever it is kept. */
    StoredResult fetch(StoredResult kept) {
        if (!kept.type().startsWith(REFERENCE)) {
            return kept;
        }
        var place = Json.read(kept.json(), in -> in.getString());
        if (large == null) {
            throw new EngineException("the value %s is kept in a place for large values, and this engine was given none"
                    .formatted(place));
        }
        var json = large.get(place)
                .orElseThrow(() -> new EngineException("the large value %s is not where it was kept".formatted(place)));
        return new StoredResult(kept.mapIndex(), kept.type().substring(REFERENCE.length()), json);
    }

    /** Removes what the first tries of an instance have kept elsewhere. */
    void forget(TaskInstanceKey key, int tries) {
        if (large != null) {
            for (int number = 1; number <= tries; number++) {
                large.deleteUnder(folder(key, number));
            }
        }
    }

    private static String folder(TaskInstanceKey key, int tryNumber) {
        return "%s/%s/%s/%d/%d"
                .formatted(
                        segment(key.dagId()), segment(key.runId()), segment(key.taskId()), key.mapIndex(), tryNumber);
    }

    /** Dots too, so that no segment means another folder. */
    private static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace(".", "%2E")
                .replace("*", "%2A");
    }
}
