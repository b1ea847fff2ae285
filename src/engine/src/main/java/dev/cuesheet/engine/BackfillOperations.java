package dev.cuesheet.engine;

import dev.cuesheet.engine.Backfill.Entry;
import dev.cuesheet.engine.Backfill.Reprocess;
import dev.cuesheet.engine.internal.execution.RunParams;
import dev.cuesheet.engine.spi.StateStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs DAGs for spans of past time, by Airflow's rules ({@code models/backfill.py}). The runs wait in the queue until a
 * scheduler starts them. Safe to share between threads.
 */
public final class BackfillOperations {
    private static final String EXISTS = "already exists";
    private static final String IN_FLIGHT = "in flight";

    private final Engine engine;
    private final StateStore store;

    BackfillOperations(Engine engine, StateStore store) {
        this.engine = engine;
        this.store = store;
    }

    /**
     * What a backfill would do.
     *
     * @throws EngineException when the DAG cannot be run for that time, or in that way
     * @throws InvalidParamException when the request's params do not fit the DAG's
     */
    public List<Entry> plan(Dag dag, BackfillRequest request) {
        refuseIfImpossible(dag, request);
        RunParams.of(dag.structure(), request.params());
        var dates = new ArrayList<ScheduledRun>();
        dag.schedule().runsBetween(request.from(), request.to()).forEach(dates::add);
        if (request.reverse()) {
            Collections.reverse(dates);
        }
        var entries = new ArrayList<Entry>();
        for (var date : dates) {
            var existing = store.findRun(dag.id(), date.logicalDate());
            entries.add(new Entry(
                    entries.size() + 1,
                    date.logicalDate(),
                    existing.map(DagRun::runId).orElseGet(() -> date.runId(RunType.BACKFILL)),
                    existing.map(run -> leftAlone(run, request.reprocess())).orElse(null)));
        }
        return List.copyOf(entries);
    }

    /**
     * Puts the runs of a backfill in the queue. Dates that have a run already, which the backfill is to run again, have
     * that cleared and become part of it.
     *
     * @throws EngineException as for {@link #plan}, and when a backfill of this DAG has not ended
     */
    public Backfill create(Dag dag, BackfillRequest request) {
        var entries = plan(dag, request);
        var backfill = store.backfills()
                .create(new Backfill(
                        0,
                        dag.id(),
                        request.from(),
                        request.to(),
                        request.reprocess(),
                        request.reverse(),
                        request.maxActiveRuns(),
                        false,
                        now(),
                        null,
                        entries));
        for (var entry : entries) {
            if (entry.leftAlone() == null) {
                enqueue(dag, request, backfill, entry);
            }
        }
        endIfDone(backfill.number());
        return find(backfill.number()).orElseThrow();
    }

    private void enqueue(Dag dag, BackfillRequest request, Backfill backfill, Entry entry) {
        if (store.findRun(dag.id(), entry.logicalDate()).isPresent()) {
            engine.clearInto(dag, entry.runId(), backfill.number());
            return;
        }
        var run = dag.schedule()
                .runsBetween(entry.logicalDate(), entry.logicalDate())
                .findFirst()
                .orElseThrow();
        engine.queue(dag, RunRequest.of(RunType.BACKFILL, run).params(request.params()), backfill.number());
    }

    /** Starts no more of its runs until it is unpaused. */
    public void pause(long number) {
        store.backfills().update(get(number).paused(true));
    }

    public void unpause(long number) {
        store.backfills().update(get(number).paused(false));
        engine.spreadNews();
    }

    /** Ends a backfill: runs that wait have failed, those under way go on. */
    public void cancel(Dag dag, long number) {
        var backfill = get(number);
        store.backfills().update(backfill.ended(now()));
        runs(backfill).stream()
                .filter(run -> run.state() == RunState.QUEUED)
                .forEach(run -> engine.operations().end(dag, run.runId(), RunState.FAILED));
    }

    public Optional<Backfill> find(long number) {
        return store.backfills().find(number);
    }

    /** The latest backfills, of one DAG or, for null, of all. */
    public List<Backfill> latest(@Nullable String dagId, int limit) {
        return store.backfills().list(dagId, limit);
    }

    /** The runs that are part of it, in its order. */
    public List<DagRun> runs(Backfill backfill) {
        return backfill.entries().stream()
                .filter(entry -> entry.leftAlone() == null)
                .flatMap(entry -> store.findRun(backfill.dagId(), entry.runId()).stream())
                .toList();
    }

    /** Which of its backfill's runs a run is, from 1; 0 for a run of no backfill. */
    int ordinal(DagRun run) {
        return Optional.ofNullable(run.backfill())
                .flatMap(this::find)
                .flatMap(backfill -> backfill.entries().stream()
                        .filter(entry -> entry.runId().equals(run.runId()))
                        .findFirst())
                .map(Entry::ordinal)
                .orElse(0);
    }

    /** Ends a backfill whose last run has ended. */
    void endIfDone(long number) {
        find(number)
                .filter(backfill -> !backfill.hasEnded())
                .filter(backfill ->
                        runs(backfill).stream().allMatch(run -> run.state().isFinished()))
                .ifPresent(backfill -> store.backfills().update(backfill.ended(now())));
    }

    private Backfill get(long number) {
        return find(number)
                .filter(backfill -> !backfill.hasEnded())
                .orElseThrow(() -> new EngineException(
                        "there is no backfill %d that has not ended; \"backfill list\" shows all".formatted(number)));
    }

    private static @Nullable String leftAlone(DagRun existing, Reprocess reprocess) {
        if (!existing.state().isFinished()) {
            return IN_FLIGHT;
        }
        boolean again = switch (reprocess) {
            case NONE -> false;
            case FAILED -> existing.state() == RunState.FAILED;
            case COMPLETED -> true;
        };
        return again ? null : EXISTS;
    }

    private void refuseIfImpossible(Dag dag, BackfillRequest request) {
        if (!dag.schedule().isPeriodic()) {
            throw new EngineException("DAG \"%s\" cannot be backfilled: its schedule (%s) has no past"
                    .formatted(dag.id(), dag.schedule().describe()));
        }
        if (request.to().isAfter(now())) {
            throw new EngineException("DAG \"%s\" cannot be backfilled until %s: that is in the future"
                    .formatted(dag.id(), request.to()));
        }
        var dependent = dag.tasks().stream()
                .filter(task -> task.past().matters())
                .map(TaskSpec::id)
                .findFirst();
        if (dependent.isPresent() && request.reverse()) {
            throw new EngineException("DAG \"%s\" cannot be backfilled backwards: task \"%s\" depends on the past"
                    .formatted(dag.id(), dependent.get()));
        }
        if (dependent.isPresent() && request.reprocess() == Reprocess.NONE) {
            throw new EngineException(
                    "DAG \"%s\" cannot be backfilled only where runs are missing: task \"%s\" depends on the past; reprocess failed or completed runs as well"
                            .formatted(dag.id(), dependent.get()));
        }
    }

    private Instant now() {
        return engine.clock().instant();
    }
}
