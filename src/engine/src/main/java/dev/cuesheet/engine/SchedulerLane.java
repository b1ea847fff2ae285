package dev.cuesheet.engine;

import dev.cuesheet.engine.Scheduler.Plan;
import dev.cuesheet.engine.spi.Alarms;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runs of one DAG, one after another. Safe to share between threads. */
final class SchedulerLane {
    private static final Logger log = LoggerFactory.getLogger(SchedulerLane.class);

    /** How soon to look again after a failure, or when another process executes a run, of whose end nobody tells us. */
    private static final Duration AGAIN = Duration.ofSeconds(10);

    /** How many of the latest runs are looked through. One that is overlooked is met again by its logical date. */
    private static final int LATEST = 100;

    private final Engine engine;
    private @Nullable Dag dag;
    private @Nullable ScheduledRun next;
    private Alarms.@Nullable Alarm alarm;
    private boolean running;
    private boolean closed;

    SchedulerLane(Engine engine) {
        this.engine = engine;
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
                running,
                Optional.ofNullable(next).map(ScheduledRun::runAfter));
    }

    synchronized void close() {
        closed = true;
        cancelAlarm();
    }

    /** Does what is due, then sleeps until the next thing is. */
    private synchronized void goOn() {
        cancelAlarm();
        if (closed || running) {
            return;
        }
        try {
            if (adopt()) {
                return;
            }
            if (isUnderWayElsewhere()) {
                wakeAt(now().plus(AGAIN));
            } else {
                schedule();
            }
        } catch (DagRunInProgressException e) {
            log.info("DAG {} waits: {}", current().id(), e.getMessage());
            wakeAt(now().plus(AGAIN));
        } catch (RuntimeException e) { // the store, or a timetable of the user's: other DAGs must not suffer from it
            log.error(
                    "DAG {} cannot be scheduled now and is looked at again in {}",
                    current().id(),
                    AGAIN,
                    e);
            wakeAt(now().plus(AGAIN));
        }
    }

    /** Goes on with a run that a dead process left; says whether there was one. */
    private boolean adopt() {
        var left = engine.history().latest(current().id(), LATEST).stream()
                .filter(RunHistory.Entry::interrupted)
                .map(RunHistory.Entry::run)
                .min(Comparator.comparing(DagRun::logicalDate));
        left.ifPresent(run -> {
            log.warn("Run {} of DAG {} was left unfinished and goes on", run.runId(), run.dagId());
            running = true;
            startOr(() -> engine.startAdopting(current(), run.runId(), this::ended));
        });
        return left.isPresent();
    }

    /** In another process; or in this one, but stopped by a store that failed and not let go yet. */
    private boolean isUnderWayElsewhere() {
        return engine.history().latest(current().id(), LATEST).stream()
                .anyMatch(entry -> entry.run().state() == RunState.RUNNING);
    }

    private void schedule() {
        next = next == null ? comesNext().orElse(null) : unlessOvertaken(next);
        if (next == null) {
            return;
        }
        if (!next.isDue(now())) {
            wakeAt(next.runAfter());
            return;
        }
        var due = next;
        var request = new RunRequest(RunType.SCHEDULED, Map.of(), due.logicalDate(), due.runId(RunType.SCHEDULED));
        next = null; // the run may have ended, and let the next one in, before start returns
        running = true;
        startOr(() -> engine.start(current(), request, this::ended));
    }

    private void startOr(Runnable start) {
        try {
            start.run();
        } catch (RuntimeException e) {
            running = false;
            throw e;
        }
    }

    /** The run after the latest automated one; a logical date that has its run already is passed over. */
    private Optional<ScheduledRun> comesNext() {
        var version = current();
        var last = latestInterval(version);
        var found = version.schedule().next(last, version.structure().restriction(), now());
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
     * as it would have if its scheduler had been started again.
     */
    private ScheduledRun unlessOvertaken(ScheduledRun known) {
        if (current().structure().catchup() || !known.isDue(now())) {
            return known;
        }
        return current()
                .schedule()
                .next(known.dataInterval(), current().structure().restriction(), now())
                .filter(later -> later.isDue(now()) && !exists(later))
                .orElse(known);
    }

    private boolean exists(ScheduledRun run) {
        return engine.history()
                .find(current().id(), run.runId(RunType.SCHEDULED))
                .isPresent();
    }

    private @Nullable DataInterval latestInterval(Dag version) {
        return engine.history().latest(version.id(), LATEST).stream()
                .map(RunHistory.Entry::run)
                .filter(run -> run.type() == RunType.SCHEDULED || run.type() == RunType.BACKFILL)
                .map(DagRun::logicalDate)
                .max(Comparator.naturalOrder())
                .map(date -> interval(version.schedule(), date))
                .orElse(null);
    }

    /** What a run of that date worked on. */
    private static DataInterval interval(Schedule schedule, Instant logicalDate) {
        return schedule.runsBetween(logicalDate, logicalDate)
                .findFirst()
                .map(ScheduledRun::dataInterval)
                .orElseGet(() -> DataInterval.exact(logicalDate));
    }

    private synchronized void ended() {
        running = false;
        goOn();
    }

    private void wakeAt(Instant instant) {
        alarm = engine.alarms().at(instant, this::goOn);
    }

    private void cancelAlarm() {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
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
