package dev.cuesheet.engine;

import dev.cuesheet.engine.Scheduler.Plan;
import dev.cuesheet.engine.spi.Alarms;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs of one DAG: those that wait, be it in the queue or because their engine died, and those that the schedule has
 * due. It starts one after another as long as the limits let it, then sleeps until the next thing is due or somebody
 * tells it to look again. Safe to share between threads.
 */
final class SchedulerLane {
    private static final Logger log = LoggerFactory.getLogger(SchedulerLane.class);

    /** How soon to look again after a failure, or when another process executes a run, of whose end not every store tells. */
    private static final Duration AGAIN = Duration.ofSeconds(10);

    private final Engine engine;
    private final boolean makesRuns;
    private final Predicate<DagRun> takes;
    private final Set<String> running = new HashSet<>();
    private @Nullable Dag dag;
    private @Nullable ScheduledRun next;
    private Alarms.@Nullable Alarm alarm;
    private @Nullable Instant wakeAt;
    private boolean looking;
    private boolean lookAgain;
    private boolean heldUp;
    private boolean closed;

    /**
     * @param makesRuns whether it makes the runs that the schedule has due
     * @param takes which of the runs that wait it starts
     */
    SchedulerLane(Engine engine, boolean makesRuns, Predicate<DagRun> takes) {
        this.engine = engine;
        this.makesRuns = makesRuns;
        this.takes = takes;
    }

    /** Follows this version of the DAG from the next run on. */
    synchronized void follow(Dag version) {
        boolean sameSchedule = dag != null
                && dag.schedule().equals(version.schedule())
                && dag.structure().restriction().equals(version.structure().restriction());
        dag = version;
        if (!sameSchedule) {
            next = null;
        }
        goOn();
    }

    synchronized Plan plan() {
        var version = current();
        return new Plan(
                version.id(),
                version.schedule(),
                !running.isEmpty(),
                Optional.ofNullable(next).map(ScheduledRun::runAfter));
    }

    /** Whether it waits for something that happens elsewhere: another's run to end, or the DAG to be unpaused. */
    synchronized boolean isHeldUp() {
        return heldUp;
    }

    synchronized void close() {
        closed = true;
        cancelAlarm();
    }

    /** Does what is to be done, then sleeps until the next thing is. A run that ends while this looks makes it look again. */
    synchronized void goOn() {
        lookAgain = true;
        if (looking) {
            return;
        }
        looking = true;
        try {
            while (lookAgain && !closed) {
                lookAgain = false;
                cancelAlarm();
                look();
            }
        } finally {
            looking = false;
        }
    }

    private void look() {
        try {
            if (makesRuns) {
                engine.followAssets(current());
            }
            engine.watchDeadlines(current());
            heldUp = engine.isPaused(current().id());
            if (heldUp) {
                return;
            }
            var unfinished = engine.history().unfinished(current().id());
            if (makesRuns && engine.queueForAssets(current())
                    || startWaiting(unfinished)
                    || makesRuns && schedule(unfinished)) {
                lookAgain = true;
            } else if (unfinished.stream()
                    .map(RunHistory.Entry::run)
                    .anyMatch(run -> takes.test(run) && !running.contains(run.runId()))) {
                heldUp = true;
                wakeNoLaterThan(now().plus(AGAIN));
            }
        } catch (DagRunInProgressException e) {
            log.info("DAG {} waits: {}", current().id(), e.getMessage());
            wakeNoLaterThan(now().plus(AGAIN));
        } catch (RuntimeException e) { // the store, or a timetable of the user's: other DAGs must not suffer from it
            log.error(
                    "DAG {} cannot be scheduled now and is looked at again in {}",
                    current().id(),
                    AGAIN,
                    e);
            wakeNoLaterThan(now().plus(AGAIN));
        }
    }

    /** Starts the first run that waits and may be executed now; says whether there was one. */
    private boolean startWaiting(List<RunHistory.Entry> unfinished) {
        var active = new HashMap<@Nullable Long, Integer>();
        unfinished.stream()
                .filter(RunHistory.Entry::underWay)
                .forEach(entry -> active.merge(entry.run().backfill(), 1, Integer::sum));
        var limits = new HashMap<@Nullable Long, Integer>();
        var first = unfinished.stream()
                .filter(entry ->
                        !entry.underWay() && !running.contains(entry.run().runId()))
                .sorted(interruptedFirst())
                .map(RunHistory.Entry::run)
                .filter(takes)
                .filter(run ->
                        active.getOrDefault(run.backfill(), 0) < limits.computeIfAbsent(run.backfill(), this::limit))
                .findFirst();
        first.ifPresent(run -> {
            if (run.state() == RunState.RUNNING) {
                log.warn("Run {} of DAG {} was left unfinished and goes on", run.runId(), run.dagId());
            }
            start(run.runId(), whenOver -> engine.startAdopting(current(), run.runId(), whenOver));
        });
        return first.isPresent();
    }

    /** Then those that are due first; the runs of a backfill that goes backwards the other way round. */
    private Comparator<RunHistory.Entry> interruptedFirst() {
        var ordinals = new HashMap<String, Integer>();
        Comparator<RunHistory.Entry> byOrdinal = Comparator.comparing(entry -> {
            var run = entry.run();
            return run.backfill() == null
                    ? 0
                    : ordinals.computeIfAbsent(
                            run.runId(), id -> engine.backfills().ordinal(run));
        });
        return Comparator.<RunHistory.Entry, Boolean>comparing(entry -> !entry.interrupted())
                .thenComparing(byOrdinal);
    }

    /** How many runs of the DAG, or of one backfill, may be executed at once now. */
    private int limit(@Nullable Long backfill) {
        if (backfill == null) {
            return current().structure().activeRunsLimit();
        }
        return engine.backfills()
                .find(backfill)
                .filter(known -> !known.paused())
                .map(Backfill::maxActiveRuns)
                .orElse(0);
    }

    /** Starts the run that the schedule has due, if it may be executed now; says whether there was one. */
    private boolean schedule(List<RunHistory.Entry> unfinished) {
        long ofSchedule = unfinished.stream()
                .filter(entry -> entry.run().backfill() == null)
                .count();
        if (ofSchedule >= current().structure().activeRunsLimit()) {
            return false;
        }
        next = next == null ? comesNext().orElse(null) : unlessOvertaken(next);
        if (next == null) {
            return false;
        }
        if (!next.isDue(now())) {
            wakeNoLaterThan(next.runAfter());
            return false;
        }
        var due = RunRequest.of(RunType.SCHEDULED, next);
        next = null; // the run may have ended, and let the next one in, before start returns
        start(Objects.requireNonNull(due.runId()), whenOver -> engine.start(current(), due, whenOver));
        return true;
    }

    private void start(String runId, Consumer<Runnable> starting) {
        running.add(runId);
        try {
            starting.accept(() -> ended(runId));
        } catch (RuntimeException e) {
            running.remove(runId);
            throw e;
        }
    }

    private synchronized void ended(String runId) {
        running.remove(runId);
        goOn();
    }

    /** The run after the latest automated one; a logical date that has its run already is passed over. */
    private Optional<ScheduledRun> comesNext() {
        var version = current();
        var last = engine.history().latestAutomated(version.id()).map(DagRun::dataInterval);
        var found =
                version.schedule().next(last.orElse(null), version.structure().restriction(), now());
        while (found.isPresent() && exists(found.get())) {
            var again = version.schedule()
                    .next(found.get().dataInterval(), version.structure().restriction(), now());
            if (again.equals(found)) {
                return Optional.empty();
            }
            found = again;
        }
        return found;
    }

    /**
     * After the machine has slept, a later run may be due as well. A DAG that does not catch up then has only that one,
     * as it would have if its scheduler had been started again. And another engine may have been first.
     */
    private @Nullable ScheduledRun unlessOvertaken(ScheduledRun known) {
        if (!known.isDue(now())) {
            return known;
        }
        if (exists(known)) {
            return comesNext().orElse(null);
        }
        if (current().structure().catchup()) {
            return known;
        }
        return current()
                .schedule()
                .next(known.dataInterval(), current().structure().restriction(), now())
                .filter(later -> later.isDue(now()) && !exists(later))
                .orElse(known);
    }

    private boolean exists(ScheduledRun run) {
        return engine.history().find(current().id(), run.logicalDate()).isPresent();
    }

    private void wakeNoLaterThan(Instant instant) {
        if (alarm != null && wakeAt != null && !instant.isBefore(wakeAt)) {
            return;
        }
        cancelAlarm();
        wakeAt = instant;
        alarm = engine.alarms().at(instant, this::goOn);
    }

    private void cancelAlarm() {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
            wakeAt = null;
        }
    }

    private Instant now() {
        return engine.clock().instant();
    }

    private Dag current() {
        if (dag == null) {
            throw new IllegalStateException("a lane follows a DAG before anything else");
        }
        return dag;
    }
}
