package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.engine.spi.Assets;
import dev.cuesheet.engine.spi.Backfills;
import dev.cuesheet.engine.spi.Deadlines;
import dev.cuesheet.engine.spi.Pools;
import dev.cuesheet.engine.spi.RunClaim;
import dev.cuesheet.engine.spi.RunCommand;
import dev.cuesheet.engine.spi.RunLimit;
import dev.cuesheet.engine.spi.RunOwner;
import dev.cuesheet.engine.spi.RunsThatCount;
import dev.cuesheet.engine.spi.StateChange;
import dev.cuesheet.engine.spi.StateStore;
import dev.cuesheet.engine.spi.StateStoreException;
import dev.cuesheet.engine.spi.StoredDeadline;
import dev.cuesheet.engine.spi.StoredResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps the state of runs for as long as this object lives. Safe to share between threads. */
public final class InMemoryStateStore implements StateStore {
    /** By start, those without one after all others, then in the order they were made. */
    private static final Comparator<StoredRun> OLDEST_FIRST = Comparator.<StoredRun, Instant>comparing(
                    stored -> stored.start, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparingLong(stored -> stored.number);

    private final Set<RunOwner> members = ConcurrentHashMap.newKeySet();
    private final Map<RunId, StoredRun> runs = new HashMap<>();
    private final Map<String, RunsOfDag> byDag = new HashMap<>();
    private final List<RunCommand> commands = new ArrayList<>();
    private final Set<String> paused = new TreeSet<>();
    private final Backfills backfills = new BackfillsInMemory();
    private final AssetsInMemory assets = new AssetsInMemory(this, paused, this::add);
    private final DeadlinesInMemory deadlines = new DeadlinesInMemory();
    private final PoolsInMemory pools = new PoolsInMemory();
    private long made;

    /** What is asked of a DAG's runs all the time, so that it costs the same however many there are. */
    private static final class RunsOfDag {
        final TreeSet<StoredRun> byStart = new TreeSet<>(OLDEST_FIRST);
        final NavigableMap<Instant, StoredRun> byLogicalDate = new TreeMap<>();
        final Set<StoredRun> owned = new LinkedHashSet<>();
        final Set<StoredRun> unfinished = new LinkedHashSet<>();
        final List<Version> versions = new ArrayList<>();

        /** The DAG's structure as it is now; the same one is kept once. */
        Version version(String structureJson) {
            int latest = versions.size();
            if (latest == 0 || !versions.get(latest - 1).structureJson().equals(structureJson)) {
                versions.add(new Version(latest + 1, structureJson));
            }
            return versions.get(versions.size() - 1);
        }

        void put(StoredRun stored, DagRun run) {
            byStart.remove(stored);
            stored.run = run;
            stored.start = run.startDate();
            byStart.add(stored);
            if (run.logicalDate() != null) {
                byLogicalDate.put(run.logicalDate(), stored);
            }
            if (run.state().isFinished()) {
                unfinished.remove(stored);
            } else {
                unfinished.add(stored);
            }
            if (run.owner() == null) {
                owned.remove(stored);
            } else {
                owned.add(stored);
            }
        }
    }

    private record Version(int number, String structureJson) {}

    private record RunId(String dagId, String runId) {}

    private static final class StoredRun {
        final long number;
        DagRun run;
        long fence = 1;

        @Nullable
        Instant start;

        Version version;
        final StoredInstances instances;

        StoredRun(long number, DagRun run, Version version, int instances) {
            this.instances = new StoredInstances(instances);
            this.number = number;
            this.run = run;
            this.start = run.startDate();
            this.version = version;
        }
    }

    @Override
    public Membership join(RunOwner engine, Runnable news) {
        members.add(engine);
        pools.join(engine, news);
        return () -> {
            members.remove(engine);
            pools.leave(engine);
        };
    }

    @Override
    public List<RunOwner> engines() {
        return List.copyOf(members);
    }

    /** The store is within one process; what another one has left in it cannot be. */
    @Override
    public boolean isAlive(RunOwner engine) {
        return engine.isAlive();
    }

    @Override
    public synchronized RunClaim createRun(
            DagRun run, String structureJson, List<TaskInstance> instances, List<StoredDeadline> due, RunLimit limit) {
        var owner = requireNonNull(run.owner(), "owner");
        refuseIfExecuting(run, limit);
        add(run, structureJson, instances, due);
        return new RunClaim(run.dagId(), run.runId(), owner, 1);
    }

    @Override
    public synchronized void queueRun(
            DagRun run, String structureJson, List<TaskInstance> instances, List<StoredDeadline> due) {
        add(run, structureJson, instances, due);
    }

    private void add(DagRun run, String structureJson, List<TaskInstance> instances, List<StoredDeadline> due) {
        var ofDag = byDag.computeIfAbsent(run.dagId(), id -> new RunsOfDag());
        refuseIfSame(run, runs.get(new RunId(run.dagId(), run.runId())));
        if (run.logicalDate() != null) {
            refuseIfSame(run, ofDag.byLogicalDate.get(run.logicalDate()));
        }
        var stored = new StoredRun(made++, run, ofDag.version(structureJson), instances.size());
        instances.forEach(stored.instances::add);
        runs.put(new RunId(run.dagId(), run.runId()), stored);
        ofDag.put(stored, run);
        deadlines.add(due);
    }

    @Override
    public synchronized Claimed claimRun(
            String dagId, String runId, RunOwner owner, String structureJson, RunLimit limit) {
        var stored = get(dagId, runId);
        var before = stored.run;
        refuseIfExecuting(before, limit);
        var ofDag = ofDag(dagId);
        ofDag.put(stored, before.ownedBy(owner));
        stored.version = ofDag.version(structureJson);
        stored.fence++;
        return new Claimed(before, new RunClaim(dagId, runId, owner, stored.fence));
    }

    @Override
    public synchronized void commit(RunClaim claim, List<StateChange> changes) {
        var stored = get(claim.dagId(), claim.runId());
        if (!claim.owner().equals(stored.run.owner()) || claim.fence() != stored.fence) {
            throw new StateStoreException("run %s of DAG \"%s\" is no longer executed by this process but by %s"
                    .formatted(claim.runId(), claim.dagId(), stored.run.owner()));
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
    public synchronized Optional<DagRun> findRun(String dagId, Instant logicalDate) {
        return Optional.ofNullable(byDag.get(dagId))
                .map(ofDag -> ofDag.byLogicalDate.get(logicalDate))
                .map(stored -> stored.run);
    }

    @Override
    public synchronized List<DagRun> unfinishedRuns(@Nullable String dagId) {
        return byDag.entrySet().stream()
                .filter(entry -> dagId == null || entry.getKey().equals(dagId))
                .flatMap(entry -> entry.getValue().unfinished.stream())
                .sorted(Comparator.<StoredRun, Instant>comparing(stored -> stored.run.runAfter())
                        .thenComparingLong(stored -> stored.number))
                .map(stored -> stored.run)
                .toList();
    }

    @Override
    public synchronized List<DagRun> runsBetween(String dagId, @Nullable Instant from, @Nullable Instant to) {
        if (!byDag.containsKey(dagId)) {
            return List.of();
        }
        var dates = ofDag(dagId).byLogicalDate;
        if (from != null) {
            dates = dates.tailMap(from, true);
        }
        if (to != null) {
            dates = dates.headMap(to, true);
        }
        return dates.values().stream().map(stored -> stored.run).toList();
    }

    @Override
    public synchronized Optional<DagRun> latestRun(String dagId, @Nullable Instant before, RunsThatCount which) {
        if (!byDag.containsKey(dagId)) {
            return Optional.empty();
        }
        var dates = ofDag(dagId).byLogicalDate.descendingMap();
        return (before == null ? dates : dates.tailMap(before, false))
                .values().stream()
                        .map(stored -> stored.run)
                        .filter(which::counts)
                        .findFirst();
    }

    @Override
    public synchronized Optional<String> structureOf(String dagId, String runId) {
        return find(dagId, runId).map(stored -> stored.version.structureJson());
    }

    @Override
    public synchronized Optional<Integer> versionOf(String dagId, String runId) {
        return find(dagId, runId).map(stored -> stored.version.number());
    }

    @Override
    public synchronized List<TaskInstance> taskInstances(String dagId, String runId) {
        return find(dagId, runId).map(stored -> stored.instances.instances()).orElse(List.of());
    }

    @Override
    public synchronized List<TaskInstance> taskInstances(String dagId, String runId, String taskId) {
        return taskInstances(dagId, runId).stream()
                .filter(instance -> instance.taskId().equals(taskId))
                .toList();
    }

    @Override
    public synchronized List<Attempt> attempts(String dagId, String runId) {
        return find(dagId, runId).map(stored -> stored.instances.attempts()).orElse(List.of());
    }

    @Override
    public synchronized Optional<StoredResult> result(TaskInstanceKey key) {
        return find(key.dagId(), key.runId()).map(stored -> stored.instances.result(key));
    }

    @Override
    public synchronized List<StoredResult> results(String dagId, String runId, String taskId) {
        var unmapped = new TaskInstanceKey(dagId, runId, taskId, TaskInstanceKey.UNMAPPED);
        return find(dagId, runId)
                .map(stored -> stored.instances.results(unmapped))
                .orElse(List.of());
    }

    @Override
    public synchronized Optional<StoredResult> xcom(TaskInstanceKey key, String name) {
        return find(key.dagId(), key.runId()).map(stored -> stored.instances.xcom(key, name));
    }

    @Override
    public synchronized List<StoredResult> xcoms(String dagId, String runId, String taskId, String name) {
        var unmapped = new TaskInstanceKey(dagId, runId, taskId, TaskInstanceKey.UNMAPPED);
        return find(dagId, runId)
                .map(stored -> stored.instances.xcoms(unmapped, name))
                .orElse(List.of());
    }

    @Override
    public synchronized Map<TaskInstanceKey, StoredResult> xcoms(String dagId, String runId, String name) {
        return find(dagId, runId).map(stored -> stored.instances.xcoms(name)).orElse(Map.of());
    }

    @Override
    public synchronized Optional<String> note(TaskInstanceKey key, String name) {
        return find(key.dagId(), key.runId()).map(stored -> stored.instances.note(key, name));
    }

    @Override
    public synchronized void putNote(TaskInstanceKey key, String name, String value) {
        get(key.dagId(), key.runId()).instances.putNote(key, name, value);
    }

    @Override
    public synchronized void removeNote(TaskInstanceKey key, String name) {
        get(key.dagId(), key.runId()).instances.removeNote(key, name);
    }

    @Override
    public synchronized boolean putCommand(String dagId, String runId, String json) {
        return get(dagId, runId).run.owner() != null && commands.add(new RunCommand(made++, dagId, runId, json));
    }

    @Override
    public synchronized List<RunCommand> takeCommands(String dagId, String runId) {
        var taken = commands.stream()
                .filter(command ->
                        command.dagId().equals(dagId) && command.runId().equals(runId))
                .toList();
        commands.removeAll(taken);
        return taken;
    }

    @Override
    public synchronized List<RunCommand> commands(RunOwner engine) {
        return commands.stream()
                .filter(command -> find(command.dagId(), command.runId())
                        .filter(stored -> engine.equals(stored.run.owner()))
                        .isPresent())
                .toList();
    }

    @Override
    public synchronized Set<String> pausedDags() {
        return Set.copyOf(paused);
    }

    @Override
    public synchronized void setPaused(String dagId, boolean now) {
        if (now) {
            paused.add(dagId);
        } else {
            paused.remove(dagId);
        }
    }

    @Override
    public Backfills backfills() {
        return backfills;
    }

    @Override
    public Assets assets() {
        return assets;
    }

    @Override
    public Deadlines deadlines() {
        return deadlines;
    }

    @Override
    public Pools pools() {
        return pools;
    }

    @Override
    public void close() {}

    private void apply(StateChange change, StoredRun stored) {
        if (change instanceof StateChange.RunIs is) {
            ofDag(is.run().dagId()).put(stored, is.run());
        } else if (change instanceof StateChange.InstanceIs is) {
            stored.instances.put(is.instance());
        } else if (change instanceof StateChange.InstanceGone gone) {
            stored.instances.remove(gone.key());
        } else if (change instanceof StateChange.AttemptIs is) {
            stored.instances.put(is.attempt());
        } else if (change instanceof StateChange.ResultIs is) {
            stored.instances.putResult(is.key(), is.result());
        } else if (change instanceof StateChange.XcomIs is) {
            stored.instances.putXcom(is.key(), is.name(), is.value());
        } else if (change instanceof StateChange.ResultGone gone) {
            stored.instances.removeResult(gone.key());
        } else if (change instanceof StateChange.AssetUpdated updated) {
            assets.add(updated.event());
        } else if (change instanceof StateChange.DeadlinesMet met) {
            deadlines.met(stored.run.dagId(), stored.run.runId(), met.by());
        } else if (change instanceof StateChange.CommandDone done) {
            commands.removeIf(command -> command.id() == done.id());
        }
    }

    private void refuseIfExecuting(DagRun run, RunLimit limit) {
        if (!byDag.containsKey(run.dagId())) {
            return;
        }
        int others = 0;
        for (var other : ofDag(run.dagId()).owned) {
            var owner = other.run.owner();
            if (owner == null || !limit.alive().test(owner)) {
                continue;
            }
            boolean same = other.run.runId().equals(run.runId());
            if (same || other.run.sharesLimitWith(run) && ++others >= limit.atMost()) {
                throw new DagRunInProgressException(run.dagId(), other.run.runId(), owner);
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
