package dev.cuesheet.engine;

import dev.cuesheet.engine.internal.execution.Surroundings;
import dev.cuesheet.engine.spi.Alarms;
import dev.cuesheet.engine.spi.StoredDeadline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices when runs of a DAG miss their deadlines, also those that passed while nobody watched. Several engines may watch
 * the same ones: the store tells which of them was the first to notice, and that one calls back. Safe to share between
 * threads.
 */
final class DeadlineWatch {
    private static final Logger log = LoggerFactory.getLogger(DeadlineWatch.class);

    /** How soon to look again after a failure. */
    private static final Duration AGAIN = Duration.ofSeconds(10);

    private final Surroundings around;
    private final Callbacks callbacks;
    private Dag dag;
    private Alarms.@Nullable Alarm alarm;
    private @Nullable Instant wakeAt;
    private boolean closed;

    DeadlineWatch(Surroundings around, Callbacks callbacks, Dag dag) {
        this.around = around;
        this.callbacks = callbacks;
        this.dag = dag;
    }

    /** Looks at what is there, and again when the next one is due. */
    synchronized void follow(Dag version) {
        dag = version;
        look();
    }

    synchronized void close() {
        closed = true;
        cancelAlarm();
    }

    private synchronized void wake() {
        alarm = null;
        wakeAt = null;
        look();
    }

    private void look() {
        if (closed) {
            return;
        }
        try {
            var present = now();
            for (var deadline : pending()) {
                if (deadline.due().isAfter(present)) {
                    wakeAt(deadline.due());
                    return;
                }
                miss(deadline, present);
            }
            cancelAlarm();
        } catch (EngineException e) {
            log.warn("The deadlines of DAG {} cannot be looked at now: {}", dag.id(), e.getMessage());
            wakeAt(now().plus(AGAIN));
        }
    }

    private List<StoredDeadline> pending() {
        return around.store().deadlines().pending(dag.id());
    }

    private void miss(StoredDeadline deadline, Instant present) {
        var run = around.store().findRun(deadline.dagId(), deadline.runId());
        if (run.isPresent()
                && around.store().deadlines().miss(deadline.dagId(), deadline.runId(), deadline.name(), present)) {
            log.warn(
                    "Run {} of DAG {} has missed deadline \"{}\" of {}",
                    deadline.runId(),
                    deadline.dagId(),
                    deadline.name(),
                    deadline.due());
            callbacks.missed(dag, run.get(), deadline);
        }
    }

    private void wakeAt(Instant instant) {
        if (alarm != null && instant.equals(wakeAt)) {
            return;
        }
        cancelAlarm();
        wakeAt = instant;
        var set = around.alarms().at(instant, this::wake);
        if (instant.equals(wakeAt)) { // else it has rung at once
            alarm = set;
        }
    }

    private void cancelAlarm() {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
            wakeAt = null;
        }
    }

    private Instant now() {
        return around.clock().instant();
    }
}
