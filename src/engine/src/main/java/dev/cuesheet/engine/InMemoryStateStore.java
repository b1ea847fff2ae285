package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.engine.spi.RunOwner;
import dev.cuesheet.engine.spi.StateChange;
import dev.cuesheet.engine.spi.StateStore;
import dev.cuesheet.engine.spi.StateStoreException;
import dev.cuesheet.engine.spi.StoredResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps the state of runs for as long as this object lives. Safe to share between threads. */
public final class InMemoryStateStore implements StateStore {
    /** By start, those without one after all others, then in the order they were made. */
    private static final Comparator<StoredRun> OLDEST_FIRST = Comparator.<StoredRun, Instant>comparing(
                    stored -> stored.start, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparingLong(stored -> stored.number);

    private final Map<RunId, StoredRun> runs = new HashMap<>();
    private final Map<String, RunsOfDag> byDag = new HashMap<>();
    private long made;

    /** What is asked of a DAG's runs all the time, so that it costs the same however many there are. */
    private static final class RunsOfDag {
        final TreeSet<StoredRun> byStart = new TreeSet<>(OLDEST_FIRST);
        final Map<Instant, StoredRun> byLogicalDate = new HashMap<>();
        final Set<StoredRun> owned = new LinkedHashSet<>();
        String structure = "";

        /** The same text is kept once. */
        String shared(String structureJson) {
            if (!structure.equals(structureJson)) {
                structure = structureJson;
            }
            return structure;
        }

        void put(StoredRun stored, DagRun run) {
            byStart.remove(stored);
            byLogicalDate.remove(stored.run.logicalDate());
            stored.run = run;
            stored.start = run.startDate();
            byStart.add(stored);
            byLogicalDate.put(run.logicalDate(), stored);
            if (run.owner() == null) {
                owned.remove(stored);
            } else {
                owned.add(stored);
            }
        }
    }

    private record RunId(String dagId, String runId) {}

    private record InstanceId(String taskId, int mapIndex) {
        static InstanceId of(TaskInstanceKey key) {
            return new InstanceId(key.taskId(), key.mapIndex());
        }
    }

    private static final class StoredRun {
        final long number;
        DagRun run;

        @Nullable
        Instant start;

        String structure;
        final Map<InstanceId, TaskInstance> instances = new LinkedHashMap<>();
        final Map<InstanceId, TreeMap<Integer, Attempt>> attempts = new LinkedHashMap<>();
        final Map<String, TreeMap<Integer, StoredResult>> results = new HashMap<>();
        final Map<InstanceId, Map<String, String>> notes = new HashMap<>();

        StoredRun(long number, DagRun run, String structure) {
            this.number = number;
            this.run = run;
            this.start = run.startDate();
            this.structure = structure;
        }
    }

    @Override
    public synchronized void createRun(
            DagRun run, String structureJson, List<TaskInstance> instances, Predicate<RunOwner> alive) {
        refuseIfExecuting(run.dagId(), alive);
        var ofDag = byDag.computeIfAbsent(run.dagId(), id -> new RunsOfDag());
        refuseIfSame(run, runs.get(new RunId(run.dagId(), run.runId())));
        refuseIfSame(run, ofDag.byLogicalDate.get(run.logicalDate()));
        var stored = new StoredRun(made++, run, ofDag.shared(structureJson));
        instances.forEach(instance -> stored.instances.put(InstanceId.of(instance.key()), instance));
        runs.put(new RunId(run.dagId(), run.runId()), stored);
        ofDag.put(stored, run);
    }

    @Override
    public synchronized DagRun claimRun(
            String dagId, String runId, RunOwner owner, String structureJson, Predicate<RunOwner> alive) {
        refuseIfExecuting(dagId, alive);
        var stored = get(dagId, runId);
        var before = stored.run;
        var ofDag = ofDag(dagId);
        ofDag.put(stored, before.ownedBy(owner));
        stored.structure = ofDag.shared(structureJson);
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
        var stored = dagId == null
                ? runs.values().stream().sorted(OLDEST_FIRST.reversed())
                : byDag.containsKey(dagId) ? ofDag(dagId).byStart.descendingSet().stream() : Stream.<StoredRun>empty();
        return stored.limit(limit).map(one -> one.run).toList();
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

    private void apply(StateChange change, StoredRun stored) {
        if (change instanceof StateChange.RunIs is) {
            ofDag(is.run().dagId()).put(stored, is.run());
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
        if (!byDag.containsKey(dagId)) {
            return;
        }
        for (var other : ofDag(dagId).owned) {
            var owner = other.run.owner();
            if (owner != null && alive.test(owner)) {
                throw new DagRunInProgressException(dagId, other.run.runId(), owner);
            }
        }
    }

    private static void refuseIfSame(DagRun run, @Nullable StoredRun stored) {
        if (stored == null) {
            return;
        }
        var other = stored.run;
        if (other.runId().equals(run.runId())) {
            throw new StateStoreException("DAG \"%s\" already has a run %s".formatted(run.dagId(), run.runId()));
        }
        throw new StateStoreException(
                "DAG \"%s\" already has a run for %s: %s; resume that one, or give another logical date"
                        .formatted(run.dagId(), run.logicalDate(), other.runId()));
    }

    private RunsOfDag ofDag(String dagId) {
        return requireNonNull(byDag.get(dagId), dagId);
    }

    private Optional<StoredRun> find(String dagId, String runId) {
        return Optional.ofNullable(runs.get(new RunId(dagId, runId)));
    }

    private StoredRun get(String dagId, String runId) {
        return find(dagId, runId)
                .orElseThrow(() -> new StateStoreException("DAG \"%s\" has no run %s".formatted(dagId, runId)));
    }
}
