package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceKey;
import dev.cuesheet.engine.internal.json.ResultCodec;
import dev.cuesheet.engine.internal.json.TypeLookup;
import dev.cuesheet.engine.spi.StateChange;
import dev.cuesheet.engine.spi.StateStore;
import dev.cuesheet.engine.spi.StoredResult;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one try of a task instance waits for, or has waited for until its trigger fired. Kept beside the instance's XComs,
 * under a name that tasks cannot use, because it lives as long as they do: until a fresh attempt, or until the instance is
 * cleared.
 *
 * @param until when the wait is over for lack of time; null when it may last
 * @param state what the operator keeps, from which its trigger is made
 * @param fired whether the trigger has fired
 * @param event what it fired with; null before that, and when there was nothing to tell
 */
record Deferral(
        int tryNumber,
        Instant since,
        @Nullable Instant until,
        StoredResult state,
        boolean fired,
        @Nullable StoredResult event) {
    static final String NAME = "cuesheet.deferral";

    Deferral firedWith(@Nullable StoredResult what) {
        return new Deferral(tryNumber, since, until, state, true, what);
    }

    StateChange stored(TaskInstanceKey key) {
        var fields = new HashMap<String, String>();
        fields.put("try", String.valueOf(tryNumber));
        fields.put("since", since.toString());
        fields.put("state_type", state.type());
        fields.put("state", state.json());
        if (until != null) {
            fields.put("until", until.toString());
        }
        if (fired) {
            fields.put("fired", "");
        }
        if (event != null) {
            fields.put("event_type", event.type());
            fields.put("event", event.json());
        }
        return new StateChange.XcomIs(key, NAME, ResultCodec.encode(key.mapIndex(), fields));
    }

    /** Those of a run's instances that wait, or are to go on because their trigger has fired, by instance. */
    static Map<TaskInstanceKey, Deferral> of(
            StateStore store, String dagId, String runId, Collection<TaskInstance> instances) {
        if (instances.stream().noneMatch(Deferral::mayWait)) {
            return Map.of();
        }
        var stored = store.xcoms(dagId, runId, NAME);
        var waiting = new HashMap<TaskInstanceKey, Deferral>();
        for (var instance : instances) {
            var deferral = mayWait(instance) ? stored.get(instance.key()) : null;
            if (deferral != null) {
                var read = read(deferral);
                if (read.tryNumber == instance.tryNumber()) {
                    waiting.put(instance.key(), read);
                }
            }
        }
        return waiting;
    }

    /** A try that has ended has an end date, also while the next one is scheduled. */
    private static boolean mayWait(TaskInstance instance) {
        return switch (instance.state()) {
            case DEFERRED -> true;
            case SCHEDULED, QUEUED -> instance.tryNumber() > 0 && instance.endDate() == null;
            case NONE, RUNNING, RESTARTING, UP_FOR_RETRY, UP_FOR_RESCHEDULE -> false;
            case SUCCESS, FAILED, SKIPPED, UPSTREAM_FAILED, REMOVED -> false;
        };
    }

    private static Deferral read(StoredResult stored) {
        var fields = (Map<?, ?>) ResultCodec.decode(stored, TypeLookup.none());
        var until = fields.get("until");
        var event = fields.get("event");
        return new Deferral(
                Integer.parseInt(text(fields, "try")),
                Instant.parse(text(fields, "since")),
                until == null ? null : Instant.parse(text(fields, "until")),
                new StoredResult(stored.mapIndex(), text(fields, "state_type"), text(fields, "state")),
                fields.containsKey("fired"),
                event == null
                        ? null
                        : new StoredResult(stored.mapIndex(), text(fields, "event_type"), text(fields, "event")));
    }

    private static String text(Map<?, ?> fields, String name) {
        return String.valueOf(fields.get(name));
    }
}
