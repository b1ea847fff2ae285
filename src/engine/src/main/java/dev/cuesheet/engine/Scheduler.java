package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the runs of DAGs when their schedules have them due, and has an engine execute them, as it does with runs that
 * wait in the queue. Nothing polls: an alarm wakes each DAG at its next run, the end of a run lets the next one in, and
 * the store tells what other processes have changed. Safe to share between threads.
 *
 * <p>A DAG has as many runs at once as it allows, so what falls due beyond that waits; which of the missed times are made
 * up for then is for the schedule to say. Runs that a dead process left unfinished are gone on with first. Schedulers in
 * several processes may share a store and work on the same DAGs: each run is executed by one of them.
 */
public final class Scheduler implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Scheduler.class);

    private final Engine engine;
    private final boolean makesRuns;
    private final Predicate<DagRun> takes;
    private final Map<String, SchedulerLane> lanes = new HashMap<>();
    private final Runnable look = this::look;
    private boolean closed;

    /** @param engine executes the runs; closing it is the caller's job, after this scheduler */
    public Scheduler(Engine engine) {
        this(engine, true, run -> true);
    }

    private Scheduler(Engine engine, boolean makesRuns, Predicate<DagRun> takes) {
        this.engine = requireNonNull(engine, "engine");
        this.makesRuns = makesRuns;
        this.takes = requireNonNull(takes, "takes");
        engine.onNews(look);
    }

    /**
     * One that makes no runs, whatever the schedules say: it has those executed that wait in the queue, or that a dead
     * process left.
     *
     * @param takes which of these are its business
     */
    public static Scheduler ofWaiting(Engine engine, Predicate<DagRun> takes) {
        return new Scheduler(engine, false, takes);
    }

    /**
     * What is to come for a DAG.
     *
     * @param underWay whether one of its runs is being executed
     * @param nextRun when the next one is due, as far as that is known: while one is under way it is not
     */
    public record Plan(String dagId, Schedule schedule, boolean underWay, Optional<Instant> nextRun) {}

    /** Schedules just these DAGs from now on; runs of others that are under way come to their end. */
    public synchronized void schedule(Collection<Dag> dags) {
        if (closed) {
            throw new IllegalStateException("this scheduler is closed");
        }
        var wanted = new HashMap<String, Dag>();
        dags.forEach(dag -> wanted.put(dag.id(), dag));
        var gone = new ArrayList<>(lanes.keySet());
        gone.removeAll(wanted.keySet());
        gone.forEach(dagId -> {
            lanes.remove(dagId).close();
            log.info("DAG {} is not scheduled any more", dagId);
        });
        wanted.forEach((dagId, dag) -> lanes.computeIfAbsent(dagId, id -> new SchedulerLane(engine, makesRuns, takes))
                .follow(dag));
    }

    /** What comes next, by DAG id. */
    public synchronized List<Plan> plans() {
        var plans = new TreeMap<String, Plan>();
        lanes.forEach((dagId, lane) -> plans.put(dagId, lane.plan()));
        return List.copyOf(plans.values());
    }

    /** Has those DAGs looked at again of which runs wait, or which waited for something. */
    private void look() {
        var waiting = engine.history().unfinished().stream()
                .filter(entry -> !entry.underWay())
                .map(entry -> entry.run().dagId())
                .collect(Collectors.toCollection(HashSet::new));
        waiting.addAll(engine.waitingForAssets());
        List<SchedulerLane> concerned;
        synchronized (this) {
            concerned = lanes.entrySet().stream()
                    .filter(lane ->
                            waiting.contains(lane.getKey()) || lane.getValue().isHeldUp())
                    .map(Map.Entry::getValue)
                    .toList();
        }
        concerned.forEach(SchedulerLane::goOn);
    }

    /** Makes no more runs. Those under way are the engine's. */
    @Override
    public synchronized void close() {
        closed = true;
        engine.noMoreNews(look);
        lanes.values().forEach(SchedulerLane::close);
        lanes.clear();
    }
}
