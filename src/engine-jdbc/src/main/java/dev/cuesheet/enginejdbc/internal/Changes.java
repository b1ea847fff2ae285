package dev.cuesheet.enginejdbc.internal;

import dev.cuesheet.engine.AssetEvent;
import dev.cuesheet.engine.Attempt;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceKey;
import dev.cuesheet.engine.spi.RunClaim;
import dev.cuesheet.engine.spi.StateChange;
import dev.cuesheet.engine.spi.StoredResult;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a list of changes comes to. A change says what holds from then on, so the last one that speaks of a row is all
 * that has to be written, each row once and rows of one table together. For one thread.
 */
public final class Changes {
    private final Map<TaskInstanceKey, Optional<TaskInstance>> instances = new LinkedHashMap<>();
    private final Map<AttemptKey, Attempt> attempts = new LinkedHashMap<>();
    private final Map<TaskInstanceKey, Map<String, StoredResult>> values = new LinkedHashMap<>();
    private final Set<TaskInstanceKey> valuesGone = new LinkedHashSet<>();
    private final List<Long> commandsDone = new ArrayList<>();
    private final List<AssetEvent> assetEvents = new ArrayList<>();
    private @Nullable Instant deadlinesMet;
    private @Nullable DagRun run;

    private record AttemptKey(TaskInstanceKey instance, int tryNumber) {}

    /** A value that a task hands on, whose it is and by what name. */
    record Value(TaskInstanceKey key, String name, StoredResult value) {}

    private Changes() {}

    public static Changes of(List<StateChange> changes) {
        var sum = new Changes();
        changes.forEach(sum::add);
        return sum;
    }

    private void add(StateChange change) {
        if (change instanceof StateChange.RunIs is) {
            run = is.run();
        } else if (change instanceof StateChange.InstanceIs is) {
            instances.put(is.instance().key(), Optional.of(is.instance()));
        } else if (change instanceof StateChange.InstanceGone gone) {
            instances.put(gone.key(), Optional.empty());
        } else if (change instanceof StateChange.AttemptIs is) {
            attempts.put(new AttemptKey(is.attempt().key(), is.attempt().tryNumber()), is.attempt());
        } else if (change instanceof StateChange.ResultIs is) {
            put(is.key(), ValueTables.RESULT, is.result());
        } else if (change instanceof StateChange.XcomIs is) {
            put(is.key(), is.name(), is.value());
        } else if (change instanceof StateChange.ResultGone gone) {
            values.remove(gone.key());
            valuesGone.add(gone.key());
        } else if (change instanceof StateChange.AssetUpdated updated) {
            assetEvents.add(updated.event());
        } else if (change instanceof StateChange.DeadlinesMet met) {
            deadlinesMet = met.by();
        } else if (change instanceof StateChange.CommandDone done) {
            commandsDone.add(done.id());
        }
    }

    private void put(TaskInstanceKey key, String name, StoredResult value) {
        values.computeIfAbsent(key, first -> new LinkedHashMap<>(2)).put(name, value);
    }

    /** The run as it is now; null when it has not changed. */
    @Nullable
    DagRun run() {
        return run;
    }

    List<TaskInstance> instances() {
        return instances.values().stream().flatMap(Optional::stream).toList();
    }

    List<TaskInstanceKey> instancesGone() {
        return gone(instances);
    }

    List<Attempt> attempts() {
        return List.copyOf(attempts.values());
    }

    List<Value> values() {
        var all = new ArrayList<Value>(values.size());
        values.forEach((key, named) -> named.forEach((name, value) -> all.add(new Value(key, name, value))));
        return all;
    }

    /** Instances that lose all their values, and may have new ones nevertheless. */
    List<TaskInstanceKey> valuesGone() {
        return List.copyOf(valuesGone);
    }

    /** Whether some values take the place of others, which have to be removed before. */
    boolean replaceValues() {
        return valuesGone.stream().anyMatch(values::containsKey);
    }

    List<Long> commandsDone() {
        return commandsDone;
    }

    /** What has become of assets; adding it twice does no harm. */
    List<AssetEvent> assetEvents() {
        return assetEvents;
    }

    public boolean updatesAssets() {
        return !assetEvents.isEmpty();
    }

    /** When the run has succeeded; null when it has not, or has no deadlines. */
    @Nullable
    Instant deadlinesMet() {
        return deadlinesMet;
    }

    /** Whether there is something that touches more than the rows of the run. */
    boolean reachesFurther() {
        return updatesAssets() || deadlinesMet != null;
    }

    /** Stores that part, within the transaction that stores the rest. */
    void storeFurther(Session session, RunClaim claim) throws SQLException {
        if (updatesAssets()) {
            AssetTables.add(session, assetEvents);
        }
        if (deadlinesMet != null) {
            DeadlineTable.met(session, claim.dagId(), claim.runId(), deadlinesMet);
        }
    }

    /** Whether the run is nobody's afterwards, because it has ended or was let go. */
    public boolean givesUp() {
        return run != null && run.owner() == null;
    }

    private static <V> List<TaskInstanceKey> gone(Map<TaskInstanceKey, Optional<V>> rows) {
        return rows.entrySet().stream()
                .filter(entry -> entry.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }
}
