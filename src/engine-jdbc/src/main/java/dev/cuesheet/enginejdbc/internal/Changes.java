package dev.cuesheet.enginejdbc.internal;

import dev.cuesheet.engine.Attempt;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceKey;
import dev.cuesheet.engine.spi.StateChange;
import dev.cuesheet.engine.spi.StoredResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a list of changes comes to. A change says what holds from then on, so the last one that speaks of a row is all
 * that has to be written, each row once and rows of one table together. For one thread.
 */
public final class Changes {
    private final Map<TaskInstanceKey, Optional<TaskInstance>> instances = new LinkedHashMap<>();
    private final Map<AttemptKey, Attempt> attempts = new LinkedHashMap<>();
    private final Map<TaskInstanceKey, Optional<StoredResult>> results = new LinkedHashMap<>();
    private final List<Long> commandsDone = new ArrayList<>();
    private @Nullable DagRun run;

    private record AttemptKey(TaskInstanceKey instance, int tryNumber) {}

    /** A result and whose it is. */
    record Result(TaskInstanceKey key, StoredResult value) {}

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
            results.put(is.key(), Optional.of(is.result()));
        } else if (change instanceof StateChange.ResultGone gone) {
            results.put(gone.key(), Optional.empty());
        } else if (change instanceof StateChange.CommandDone done) {
            commandsDone.add(done.id());
        }
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

    List<Result> results() {
        return results.entrySet().stream()
                .flatMap(entry -> entry.getValue().map(value -> new Result(entry.getKey(), value)).stream())
                .toList();
    }

    List<TaskInstanceKey> resultsGone() {
        return gone(results);
    }

    List<Long> commandsDone() {
        return commandsDone;
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
