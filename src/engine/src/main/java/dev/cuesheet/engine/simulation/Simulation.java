package dev.cuesheet.engine.simulation;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.InMemoryStateStore;
import dev.cuesheet.engine.RunListener;
import dev.cuesheet.engine.spi.RunOwner;
import dev.cuesheet.engine.spi.StateStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs one DAG over a span of simulated time, through the real engine and scheduler, and tells what happened. Schedule,
 * trigger rules, retries, limits, mapping, gates, setups and teardowns, pokes and timeouts are the DAG's own; only the
 * bodies of its tasks are not run. The same settings give the same history.
 *
 * <p>Unless told otherwise every attempt takes half a minute and succeeds, a branch follows every task directly below
 * it, a short circuit goes on, and a list to map over has one item. What a sensor waits for has come to pass when its
 * time is over, and the sensor sees it at its next poke.
 *
 * <p>The beginning of the span is the moment when the DAG is first scheduled: what a DAG that catches up has missed
 * since its start date, it then makes up for. No run begins at or after the end, and those that began before are followed
 * to their own end. The number of threads is not simulated: an attempt waits for a slot of its DAG, never for a worker.
 *
 * <p>Set up and run by one thread.
 */
public final class Simulation {
    private static final Duration USUAL_DURATION = Duration.ofSeconds(30);

    private final Dag dag;
    private final Map<String, Function<SimulatedAttempt, SimulatedOutcome>> outcomes = new HashMap<>();
    private final Map<String, Function<SimulatedAttempt, Duration>> durations = new HashMap<>();
    private final Map<String, Integer> items = new HashMap<>();
    private final List<Incident> incidents = new ArrayList<>();
    private @Nullable Instant from;
    private @Nullable Instant to;
    private @Nullable StateStore store;
    private Duration usualDuration = USUAL_DURATION;
    private long seed;
    private double failRate;

    private Simulation(Dag dag) {
        this.dag = requireNonNull(dag, "dag");
    }

    /** What befalls the machine. */
    private record Incident(Instant at, Duration length, boolean crash) {
        Incident {
            requireNonNull(at, "instant");
            if (length.isNegative()) {
                throw new IllegalArgumentException("nothing lasts a negative time, got " + length);
            }
        }
    }

    public static Simulation of(Dag dag) {
        return new Simulation(dag);
    }

    /** The beginning of the span. */
    public Simulation from(Instant instant) {
        from = requireNonNull(instant, "from");
        return this;
    }

    /** The end of the span, which is no part of it. */
    public Simulation to(Instant instant) {
        to = requireNonNull(instant, "to");
        return this;
    }

    /** What random failures are drawn from; 0 unless said here. */
    public Simulation seed(long number) {
        seed = number;
        return this;
    }

    /** The probability of an attempt's failing, for tasks whose outcome is not said; 0 unless said here. */
    public Simulation failRate(double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("a probability is from 0 to 1, got " + probability);
        }
        failRate = probability;
        return this;
    }

    /** How long attempts at tasks take whose duration is not said. */
    public Simulation everyTaskTakes(Duration duration) {
        usualDuration = checked(duration);
        return this;
    }

    /** How long each attempt at the task takes. */
    public Simulation takes(String taskId, Duration duration) {
        checked(duration);
        return takes(taskId, attempt -> duration);
    }

    /** How long an attempt at the task takes. */
    public Simulation takes(String taskId, Function<SimulatedAttempt, Duration> duration) {
        requireNonNull(duration, "duration");
        durations.put(known(taskId), attempt -> checked(duration.apply(attempt)));
        return this;
    }

    /** What an attempt at the task comes to. It may be asked more than once about the same attempt of a sensor. */
    public Simulation outcome(String taskId, Function<SimulatedAttempt, SimulatedOutcome> outcome) {
        outcomes.put(known(taskId), requireNonNull(outcome, "outcome"));
        return this;
    }

    /** How many items the task's result has, for those mapped over it; 1 unless said here. */
    public Simulation items(String taskId, int count) {
        if (count < 0) {
            throw new IllegalArgumentException("a list cannot have %d items".formatted(count));
        }
        items.put(known(taskId), count);
        return this;
    }

    /** The process dies at the instant, before anything else that is due then, and another takes over at once. */
    public Simulation crashAt(Instant instant) {
        return crashAt(instant, Duration.ZERO);
    }

    /** The process dies at the instant, and another takes over after some time. */
    public Simulation crashAt(Instant instant, Duration downtime) {
        incidents.add(new Incident(instant, downtime, true));
        return this;
    }

    /** The machine sleeps for some time: the clock goes on, and what was due is late. */
    public Simulation sleepFrom(Instant instant, Duration length) {
        incidents.add(new Incident(instant, length, false));
        return this;
    }

    /** Where the state of runs is kept; in memory unless said here. Closing it is the caller's job. */
    public Simulation store(StateStore stateStore) {
        store = requireNonNull(stateStore, "store");
        return this;
    }

    /**
     * Runs from the beginning to the end of the span.
     *
     * @throws IllegalStateException when the span was not said, or ends before it begins
     */
    public SimulatedHistory run() {
        if (from == null || to == null || to.isBefore(from)) {
            throw new IllegalStateException("a simulation needs a span of time, got from %s to %s".formatted(from, to));
        }
        return new Course(store == null ? new InMemoryStateStore() : store, from, to).run();
    }

    private SimulatedOutcome outcome(SimulatedAttempt attempt) {
        var said = outcomes.get(attempt.taskId());
        if (said != null) {
            return said.apply(attempt);
        }
        return failRate > 0 && attempt.draw(seed) < failRate ? SimulatedOutcome.fails() : SimulatedOutcome.succeeds();
    }

    private Duration duration(SimulatedAttempt attempt) {
        var said = durations.get(attempt.taskId());
        return said == null ? usualDuration : said.apply(attempt);
    }

    private String known(String taskId) {
        if (dag.find(taskId).isEmpty()) {
            throw new IllegalArgumentException("%s has no task \"%s\"".formatted(dag, taskId));
        }
        return taskId;
    }

    private static Duration checked(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("no attempt takes a negative time, got " + duration);
        }
        return duration;
    }

    /** One course of the simulated time. */
    private final class Course implements RunListener {
        private final StateStore state;
        private final Instant end;
        private final Timeline time;
        private final Timeline.ClockOfProcess fate;
        private final SimulatedWork work;
        private final Dag rehearsed;
        private final Set<String> begun = new LinkedHashSet<>();
        private final Set<String> underWay = new HashSet<>();
        private final Set<RunOwner> dead = new HashSet<>();

        /** Under what names the present process has executed runs. */
        private final Set<RunOwner> living = new HashSet<>();

        private @Nullable SimulatedProcess process;

        Course(StateStore state, Instant start, Instant end) {
            this.state = state;
            this.end = end;
            time = new Timeline(start);
            fate = time.clock();
            work = new SimulatedWork(
                    dag, Simulation.this::duration, Simulation.this::outcome, id -> items.getOrDefault(id, 1));
            rehearsed = dag.rehearsedBy(work);
        }

        SimulatedHistory run() {
            var start = time.now();
            incidents.stream()
                    .filter(incident -> !incident.at.isBefore(start))
                    .forEach(incident -> fate.at(incident.at, () -> befall(incident)));
            if (start.isBefore(end)) {
                startProcess();
            }
            do {
                work.failIfBroken();
            } while (time.step(end));
            time.reach(end);
            if (process != null) {
                process.scheduleNoMore();
            }
            while (!underWay.isEmpty() && time.step(null)) {
                work.failIfBroken();
            }
            return SimulatedHistory.of(dag, start, end, begun, state);
        }

        private void startProcess() {
            var started = new SimulatedProcess(time, state, dead, this);
            process = started;
            if (time.now().isBefore(end)) {
                started.schedule(rehearsed);
            } else {
                Set.copyOf(underWay)
                        .forEach(id -> state.findRun(dag.id(), id).ifPresent(run -> started.goOn(rehearsed, run)));
            }
        }

        private void befall(Incident incident) {
            if (!incident.crash) {
                time.sleep(incident.length);
            } else if (process != null) {
                process.die();
                process = null;
                dead.addAll(living);
                living.clear();
                underWay.forEach(
                        id -> state.findRun(dag.id(), id).map(DagRun::owner).ifPresent(dead::add));
                if (incident.length.isZero()) {
                    startProcess();
                } else {
                    fate.at(time.now().plus(incident.length), this::startProcess);
                }
            }
        }

        @Override
        public void runStarted(Dag ofRun, DagRun run) {
            begun.add(run.runId());
            underWay.add(run.runId());
            if (run.owner() != null) {
                living.add(run.owner());
            }
        }

        @Override
        public void runFinished(DagRun run) {
            underWay.remove(run.runId());
        }
    }
}
