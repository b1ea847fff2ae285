package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.DeferrableOperator;
import dev.cuesheet.engine.EngineException;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.Trigger;
import dev.cuesheet.engine.internal.json.ResultCodec;
import dev.cuesheet.engine.internal.json.UnstorableException;
import dev.cuesheet.engine.spi.Alarms;
import dev.cuesheet.engine.spi.StoredResult;
import dev.cuesheet.engine.spi.TriggerHost;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The triggers that the deferred instances of one run wait for in this process. What is waited for is decided and stored
 * elsewhere ({@link Scheduling}, {@link Deferral}); here are only the live parts, which are made anew by whoever takes the
 * run over. Safe to share between threads; never called under the run's lock.
 */
final class Waits {
    private static final Logger log = LoggerFactory.getLogger(Waits.class);

    private final Surroundings around;
    private final TaskResults results;
    private final Run run;
    private final Map<InstanceCell, Wait> waits = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** What the waits ask of the run's execution. */
    interface Run {
        /** What an attempt at this instance sees. */
        AttemptContext contextOf(InstanceCell cell, TaskInstance instance);

        boolean isWaiting(InstanceCell cell, Deferral deferral);

        void fired(InstanceCell cell, Deferral deferral, Deferral fired);

        /** The wait has ended in another way, which ends the attempt. */
        void ended(InstanceCell cell, Deferral deferral, Outcome outcome, boolean kill);
    }

    Waits(Surroundings around, TaskResults results, Run run) {
        this.around = around;
        this.results = results;
        this.run = run;
    }

    /** Begins to wait. */
    void begin(Effects.Arming arming) {
        var wait = new Wait(arming);
        if (closed) {
            return;
        }
        waits.put(arming.cell(), wait);
        if (closed || !run.isWaiting(arming.cell(), arming.deferral())) {
            end(arming.cell());
            return;
        }
        wait.begin(arming.trigger());
    }

    /** Nobody waits for this any more. */
    void end(InstanceCell cell) {
        var wait = waits.remove(cell);
        if (wait != null) {
            wait.end();
        }
    }

    /** Nobody waits for this any more, and the work elsewhere is to end as well. */
    void kill(Effects.Kill kill) {
        end(kill.cell());
        around.triggers()
                .executeForSure(() -> AttemptMdc.during(kill.instance(), () -> {
                    try {
                        killNow(kill);
                    } catch (Exception e) {
                        if (e instanceof InterruptedException) {
                            Thread.currentThread().interrupt();
                        }
                        log.error(
                                "What {} waited for could not be ended, and may still be going on",
                                kill.instance().key().display(),
                                e);
                    }
                    return true;
                }));
    }

    private void killNow(Effects.Kill kill) throws Exception {
        var operator = results.operatorOf(kill.cell(), kill.instance().mapIndex());
        if (operator != null) {
            var context = run.contextOf(kill.cell(), kill.instance());
            operator.onKill(context, results.typed(kill.deferral().state()));
        }
    }

    /** Waits for nothing any more, and leaves the work elsewhere alone. */
    void close() {
        closed = true;
        List.copyOf(waits.keySet()).forEach(this::end);
    }

    /** One instance's wait. */
    private final class Wait implements TriggerHost<Object> {
        private final InstanceCell cell;
        private final Deferral deferral;
        private final TaskInstance instance;
        private boolean over;
        private Trigger.@Nullable Watch watch;
        private Alarms.@Nullable Alarm timeout;

        Wait(Effects.Arming arming) {
            this.cell = arming.cell();
            this.deferral = arming.deferral();
            this.instance = arming.instance();
        }

        /** @param made null when the trigger has to be made from what is stored */
        void begin(@Nullable Trigger<?> made) {
            var until = deferral.until();
            if (until != null) {
                keepTimeout(around.alarms().at(until, this::timeOut));
            }
            if (made == null) {
                run(() -> begun(remade()));
            } else {
                guarded(() -> begun(made));
            }
        }

        private Trigger<?> remade() throws Exception {
            var operator = results.operatorOf(cell, instance.mapIndex());
            if (operator == null) {
                throw new EngineException("task \"%s\" was deferred, but is not a deferrable operator any more"
                        .formatted(instance.taskId()));
            }
            return trigger(operator, run.contextOf(cell, instance), results.typed(deferral.state()));
        }

        private <S> Trigger<?> trigger(DeferrableOperator<S, ?, ?> operator, AttemptContext context, S state)
                throws Exception {
            return operator.trigger(context, state);
        }

        @SuppressWarnings("unchecked")
        private void begun(Trigger<?> trigger) throws Exception {
            var begun = ((Trigger<Object>) trigger).begin(this);
            synchronized (this) {
                if (!over) {
                    watch = begun;
                    return;
                }
            }
            begun.end();
        }

        private synchronized void keepTimeout(Alarms.Alarm alarm) {
            timeout = alarm;
            if (over) {
                alarm.cancel();
            }
        }

        private void timeOut() {
            finish(() -> run.ended(cell, deferral, Steps.timedOut(deferral), true));
        }

        @Override
        public Instant since() {
            return deferral.since();
        }

        @Override
        public Clock clock() {
            return around.clock();
        }

        @Override
        public void run(Work work) {
            around.triggers().execute(() -> guarded(work));
        }

        @Override
        public Alarms.Alarm at(Instant at, Work work) {
            return around.alarms().at(at, () -> run(work));
        }

        @Override
        public void fire(@Nullable Object event) {
            StoredResult stored;
            try {
                stored = event == null ? null : ResultCodec.encode(instance.mapIndex(), event);
            } catch (UnstorableException e) {
                fail(new EngineException(
                        "the event that task \"%s\" waited for cannot be stored: %s"
                                .formatted(instance.taskId(), e.getMessage()),
                        e));
                return;
            }
            finish(() -> run.fired(cell, deferral, deferral.firedWith(stored)));
        }

        @Override
        public void fail(Throwable cause) {
            finish(() -> run.ended(cell, deferral, AttemptRunner.outcomeOf(cause), false));
        }

        private void finish(Runnable action) {
            if (closeOnce()) {
                waits.remove(cell, this);
                action.run();
            }
        }

        void end() {
            closeOnce();
        }

        private boolean closeOnce() {
            Trigger.Watch ended;
            synchronized (this) {
                if (over) {
                    return false;
                }
                over = true;
                ended = watch;
                if (timeout != null) {
                    timeout.cancel();
                }
            }
            if (ended != null) {
                ended.end();
            }
            return true;
        }

        private void guarded(Work work) {
            synchronized (this) {
                if (over) {
                    return;
                }
            }
            AttemptMdc.during(instance, () -> {
                try {
                    work.run();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    if (!closed) {
                        fail(e);
                    }
                } catch (Throwable e) {
                    fail(e);
                }
                return true;
            });
        }
    }
}
