package dev.cuesheet.engine;

import dev.cuesheet.engine.spi.RunOwner;
import dev.cuesheet.engine.spi.StateChange;
import dev.cuesheet.engine.spi.StateStore;
import dev.cuesheet.engine.spi.StateStoreException;
import dev.cuesheet.engine.spi.StoredResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Keeps the state of runs for as long as this object lives. Safe to share between threads. */
public final class InMemoryStateStore implements StateStore {
    private final Map<RunId, StoredRun> runs = new LinkedHashMap<>();

    private record RunId(String dagId, String runId) {}

    private record InstanceId(String taskId, int mapIndex) {
        static InstanceId of(TaskInstanceKey key) {
            return new InstanceId(key.taskId(), key.mapIndex());
        }
    }

    private static final class StoredRun {
        DagRun run;
        String structure;
        final Map<InstanceId, TaskInstance> instances = new LinkedHashMap<>();
        final Map<InstanceId, TreeMap<Integer, Attempt>> attempts = new LinkedHashMap<>();
        final Map<String, TreeMap<Integer, StoredResult>> results = new HashMap<>();
        final Map<InstanceId, Map<String, String>> notes = new HashMap<>();

        StoredRun(DagRun run, String structure) {
            this.run = run;
            this.structure = structure;
        }
    }

    @Override
    public synchronized void createRun(
            DagRun run, String structureJson, List<TaskInstance> instances, Predicate<RunOwner> alive) {
        refuseIfExecuting(run.dagId(), alive);
        for (var other : runs.values()) {
            if (other.run.dagId().equals(run.dagId())) {
                refuseIfSame(run, other.run);
            }
        }
        var stored = new StoredRun(run, structureJson);
        instances.forEach(instance -> stored.instances.put(InstanceId.of(instance.key()), instance));
        runs.put(new RunId(run.dagId(), run.runId()), stored);
    }

    @Override
    public synchronized DagRun claimRun(
            String dagId, String runId, RunOwner owner, String structureJson, Predicate<RunOwner> alive) {
        refuseIfExecuting(dagId, alive);
        var stored = get(dagId, runId);
        var before = stored.run;
        stored.run = before.ownedBy(owner);
        stored.structure = structureJson;
        return before;
    }

    @Override
    public synchronized void commit(String dagId, String runId, RunOwner owner, List<StateChange> changes) {
        var stored = get(dagId, runId);
        if (!Objects.equals(stored.run.owner(), owner)) {
            throw new StateStoreException("run %s of DAG \"%s\" is no longer executed by this process but by %s"
                    .formatted(runId, dagId, stored.run.owner()));
        }
        changes.forEach(change -> apply(change, stored));
    }

    @Override
    public synchronized Optional<DagRun> findRun(String dagId, String runId) {
        return find(dagId, runId).map(stored -> stored.run);
    }

    @Override
    public synchronized List<DagRun> runs(@Nullable String dagId, int limit) {
        var latestFirst = new ArrayList<DagRun>();
        runs.values().forEach(stored -> latestFirst.add(0, stored.run));
        return latestFirst.stream()
                .filter(run -> dagId == null || run.dagId().equals(dagId))
                .sorted(Comparator.comparing(DagRun::startDate, Comparator.nullsFirst(Comparator.reverseOrder())))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized Optional<String> structureOf(String dagId, String runId) {
        return find(dagId, runId).map(stored -> stored.structure);
    }

    @Override
    public synchronized List<TaskInstance> taskInstances(String dagId, String runId) {
        return find(dagId, runId)
                .map(stored -> stored.instances.values().stream()
                        .sorted(Comparator.comparingInt(TaskInstance::mapIndex))
                        .toList())
                .orElse(List.of());
    }

    @Override
    public synchronized List<Attempt> attempts(String dagId, String runId) {
        var all = new ArrayList<Attempt>();
        find(dagId, runId).ifPresent(stored -> stored.attempts.values().forEach(tries -> all.addAll(tries.values())));
        return List.copyOf(all);
    }

    @Override
    public synchronized Optional<StoredResult> result(TaskInstanceKey key) {
        return find(key.dagId(), key.runId())
                .map(stored -> stored.results.get(key.taskId()))
                .map(results -> results.get(key.mapIndex()));
    }

    @Override
    public synchronized List<StoredResult> results(String dagId, String runId, String taskId) {
        return find(dagId, runId)
                .map(stored -> stored.results.get(taskId))
                .map(results -> List.copyOf(results.values()))
                .orElse(List.of());
    }

    @Override
    public synchronized Optional<String> note(TaskInstanceKey key, String name) {
        return find(key.dagId(), key.runId())
                .map(stored -> stored.notes.get(InstanceId.of(key)))
                .map(notes -> notes.get(name));
    }

    @Override
    public synchronized void putNote(TaskInstanceKey key, String name, String value) {
        get(key.dagId(), key.runId())
                .notes
                .computeIfAbsent(InstanceId.of(key), id -> new HashMap<>())
                .put(name, value);
    }

    @Override
    public synchronized void removeNote(TaskInstanceKey key, String name) {
        get(key.dagId(), key.runId())
                .notes
                .getOrDefault(InstanceId.of(key), new HashMap<>())
                .remove(name);
    }

    @Override
    public void close() {}

    private static void apply(StateChange change, StoredRun stored) {
        if (change instanceof StateChange.RunIs is) {
            stored.run = is.run();
        } else if (change instanceof StateChange.InstanceIs is) {
            stored.instances.put(InstanceId.of(is.instance().key()), is.instance());
        } else if (change instanceof StateChange.InstanceGone gone) {
            stored.instances.remove(InstanceId.of(gone.key()));
        } else if (change instanceof StateChange.AttemptIs is) {
            stored.attempts
                    .computeIfAbsent(InstanceId.of(is.attempt().key()), id -> new TreeMap<>())
                    .put(is.attempt().tryNumber(), is.attempt());
        } else if (change instanceof StateChange.ResultIs is) {
            stored.results
                    .computeIfAbsent(is.key().taskId(), id -> new TreeMap<>())
                    .put(is.key().mapIndex(), is.result());
        } else if (change instanceof StateChange.ResultGone gone) {
            stored.results
                    .getOrDefault(gone.key().taskId(), new TreeMap<>())
                    .remove(gone.key().mapIndex());
        }
    }

    private void refuseIfExecuting(String dagId, Predicate<RunOwner> alive) {
        for (var other : runs.values()) {
            var owner = other.run.owner();
            if (other.run.dagId().equals(dagId) && owner != null && alive.test(owner)) {
                throw new DagRunInProgressException(dagId, other.run.runId(), owner);
            }
        }
    }

    private static void refuseIfSame(DagRun run, DagRun other) {
        if (other.runId().equals(run.runId())) {
            throw new StateStoreException("DAG \"%s\" already has a run %s".formatted(run.dagId(), run.runId()));
        }
        if (other.logicalDate().equals(run.logicalDate())) {
            throw new StateStoreException(
                    "DAG \"%s\" already has a run for %s: %s; resume that one, or give another logical date"
                            .formatted(run.dagId(), run.logicalDate(), other.runId()));
        }
    }

    private Optional<StoredRun> find(String dagId, String runId) {
        return Optional.ofNullable(runs.get(new RunId(dagId, runId)));
    }

    private StoredRun get(String dagId, String runId) {
        return find(dagId, runId)
                .orElseThrow(() -> new StateStoreException("DAG \"%s\" has no run %s".formatted(dagId, runId)));
    }
}
