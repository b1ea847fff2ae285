package dev.cuesheet.engine;

import dev.cuesheet.engine.internal.execution.MapIndexName;
import dev.cuesheet.engine.internal.json.StructureJson;
import dev.cuesheet.engine.spi.RunOwner;
import dev.cuesheet.engine.spi.RunsThatCount;
import dev.cuesheet.engine.spi.StateStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads what a store knows of runs, and tells which of them were interrupted. Safe to share between threads. */
public final class RunHistory {
    private final StateStore store;
    private final Predicate<RunOwner> alive;

    RunHistory(StateStore store, Predicate<RunOwner> alive) {
        this.store = store;
        this.alive = alive;
    }

    public static RunHistory of(StateStore store) {
        return new RunHistory(store, store::isAlive);
    }

    /**
     * A run as people should see it.
     *
     * @param interrupted stored as running, but no living process executes it; it can be resumed
     */
    public record Entry(DagRun run, boolean interrupted) {
        /** Whether a living process executes it. */
        public boolean underWay() {
            return run.state() == RunState.RUNNING && !interrupted;
        }

        /** Airflow's name of the state, or {@code interrupted}. */
        public String displayState() {
            return interrupted ? "interrupted" : run.state().label();
        }
    }

    /**
     * A run with all that happened in it.
     *
     * @param instances in the order of the DAG's tasks, then by map index; those of tasks the DAG no longer has come last
     */
    public record Details(Entry entry, List<TaskInstance> instances, List<Attempt> attempts) {
        /** Airflow's name of the state; {@code interrupted} for what a dead process left running. */
        public String displayState(TaskInstance instance) {
            return entry.interrupted() && instance.state() == TaskInstanceState.RUNNING
                    ? "interrupted"
                    : instance.state().label();
        }
    }

    /** The latest runs of all DAGs. */
    public List<Entry> latest(int limit) {
        return store.runs(null, limit).stream().map(this::entry).toList();
    }

    /** The latest runs of one DAG. */
    public List<Entry> latest(String dagId, int limit) {
        return store.runs(dagId, limit).stream().map(this::entry).toList();
    }

    /** The runs that are queued or running, those that are due first before all others. */
    public List<Entry> unfinished() {
        return store.unfinishedRuns(null).stream().map(this::entry).toList();
    }

    /** The runs of one DAG that are queued or running, those that are due first before all others. */
    public List<Entry> unfinished(String dagId) {
        return store.unfinishedRuns(dagId).stream().map(this::entry).toList();
    }

    /** The run with the latest logical date among those that the schedule or a backfill brought about. */
    public Optional<DagRun> latestAutomated(String dagId) {
        return store.latestRun(dagId, null, RunsThatCount.AUTOMATED);
    }

    /**
     * What a DAG's schedule has yet to make, the next one first; one that is due already is what a scheduler would make at
     * once.
     *
     * @param atMost how many
     */
    public List<ScheduledRun> upcoming(Dag dag, Instant now, int atMost) {
        var upcoming = new ArrayList<ScheduledRun>();
        var restriction = dag.structure().restriction();
        var last = latestAutomated(dag.id()).map(DagRun::dataInterval).orElse(null);
        while (upcoming.size() < atMost) {
            var next = dag.schedule().next(last, restriction, now).orElse(null);
            if (next == null || next.dataInterval().equals(last)) {
                break;
            }
            if (find(dag.id(), next.logicalDate()).isEmpty()) {
                upcoming.add(next);
            }
            last = next.dataInterval();
        }
        return List.copyOf(upcoming);
    }

    /** The run for a logical date. */
    public Optional<Entry> find(String dagId, Instant logicalDate) {
        return store.findRun(dagId, logicalDate).map(this::entry);
    }

    public Optional<Entry> find(String dagId, String runId) {
        return store.findRun(dagId, runId).map(this::entry);
    }

    public Optional<Details> details(String dagId, String runId) {
        return find(dagId, runId)
                .map(entry -> new Details(entry, instances(dagId, runId), store.attempts(dagId, runId)));
    }

    /** What an instance is called besides its map index, once an attempt at it has ended; empty when it has no such name. */
    public Optional<String> mapIndexName(TaskInstanceKey key) {
        return store.note(key, MapIndexName.NOTE);
    }

    /** The DAG's structure as JSON, as it was when the run was last started or resumed. */
    public Optional<String> structureJson(String dagId, String runId) {
        return store.structureOf(dagId, runId);
    }

    /** The number of that structure among those the DAG has had, from 1. */
    public Optional<Integer> version(String dagId, String runId) {
        return store.versionOf(dagId, runId);
    }

    private List<TaskInstance> instances(String dagId, String runId) {
        var rank = new HashMap<String, Integer>();
        store.structureOf(dagId, runId)
                .map(StructureJson::taskIds)
                .orElse(List.of())
                .forEach(taskId -> rank.put(taskId, rank.size()));
        return store.taskInstances(dagId, runId).stream()
                .sorted(Comparator.<TaskInstance>comparingInt(
                                instance -> rank.getOrDefault(instance.taskId(), rank.size()))
                        .thenComparing(TaskInstance::taskId)
                        .thenComparingInt(TaskInstance::mapIndex))
                .toList();
    }

    private Entry entry(DagRun run) {
        var owner = run.owner();
        return new Entry(run, run.state() == RunState.RUNNING && (owner == null || !alive.test(owner)));
    }
}
