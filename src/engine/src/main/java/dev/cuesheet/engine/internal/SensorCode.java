package dev.cuesheet.engine.internal;

import dev.cuesheet.engine.DeferrableOperator;
import dev.cuesheet.engine.Poking;
import dev.cuesheet.engine.Poking.Failing;
import dev.cuesheet.engine.Poking.Mode;
import dev.cuesheet.engine.Sensor;
import dev.cuesheet.engine.TaskContext;
import dev.cuesheet.engine.TaskFailure;
import dev.cuesheet.engine.TaskSkipped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pokes once, and says when to poke again. When the first poke of the try was and how many there were is noted with the
 * task instance, so that the timeout is kept through restarts.
 */
public final class SensorCode implements TaskBody.Code {
    private static final Logger log = LoggerFactory.getLogger(SensorCode.class);
    private static final String NOTE = "sensor";

    private final Sensor<?> sensor;
    private final Poking poking;

    public SensorCode(Sensor<?> sensor, Poking poking) {
        this.sensor = sensor;
        this.poking = poking;
    }

    public Poking poking() {
        return poking;
    }

    @Override
    public Optional<DeferrableOperator<?, ?, ?>> inSteps(List<@Nullable Object> arguments) {
        return poking.mode() == Mode.DEFERRED ? Optional.of(new DeferredSensor(this)) : Optional.empty();
    }

    /** How far the waiting has come. */
    private record Waited(int tryNumber, Instant since, int pokes) {
        static Waited read(TaskContext context) {
            return context.state()
                    .get(NOTE)
                    .map(Waited::parse)
                    .filter(noted -> noted.tryNumber == context.tryNumber())
                    .orElseGet(() ->
                            new Waited(context.tryNumber(), context.clock().instant(), 0));
        }

        private static Waited parse(String note) {
            var parts = note.split(" ");
            return new Waited(Integer.parseInt(parts[0]), Instant.parse(parts[1]), Integer.parseInt(parts[2]));
        }

        Waited poked() {
            return new Waited(tryNumber, since, pokes + 1);
        }

        String note() {
            return tryNumber + " " + since + " " + pokes;
        }
    }

    @Override
    public @Nullable Object run(TaskContext context, List<@Nullable Object> arguments) throws Exception {
        var waited = Waited.read(context).poked();
        var found = poke(context);
        if (found.isPresent()) {
            context.state().remove(NOTE);
            return found.get();
        }
        var now = context.clock().instant();
        var end = waited.since.plus(poking.timeout());
        if (!now.isBefore(end)) {
            context.state().remove(NOTE);
            throw timeout();
        }
        context.state().put(NOTE, waited.note());
        var next = now.plus(interval(context, waited.pokes));
        throw new NotYet(next.isBefore(end) ? next : end, poking.mode() == Mode.RESCHEDULE);
    }

    Optional<?> poke(TaskContext context) throws Exception {
        try {
            return sensor.poke(context);
        } catch (TaskSkipped | InterruptedException e) {
            throw e;
        } catch (Exception e) {
            var failure = judged(e);
            if (failure.isPresent()) {
                throw failure.get();
            }
            log.warn("A poke of {} failed; poking goes on", context.taskId(), e);
            return Optional.empty();
        }
    }

    /** What a failed poke comes to; empty when poking goes on. */
    private Optional<Exception> judged(Exception e) {
        boolean permanent = e instanceof TaskFailure failure && !failure.mayRetry();
        return switch (poking.failing()) {
            case FAILS -> Optional.of(e);
            case SOFT -> Optional.of(permanent ? skipped(e) : e);
            case NEVER -> Optional.of(skipped(e));
            case SILENT -> permanent ? Optional.of(e) : Optional.empty();
        };
    }

    private static TaskSkipped skipped(Exception e) {
        return new TaskSkipped(String.valueOf(e.getMessage()));
    }

    RuntimeException timeout() {
        var message = "Waited %s, as long as the sensor's timeout allows".formatted(poking.timeout());
        return poking.failing() == Failing.SOFT || poking.failing() == Failing.NEVER
                ? new TaskSkipped(message)
                : TaskFailure.permanent(message);
    }

    /** Until the next poke, which is when the sensor's time is over if not before. */
    Duration untilNextPoke(TaskContext context, int pokes, Instant end) {
        var now = context.clock().instant();
        var left = Duration.between(now, end);
        var interval = interval(context, pokes);
        return interval.compareTo(left) < 0 ? interval : left;
    }

    Duration interval(TaskContext context, int pokes) {
        var longest = poking.longestInterval();
        return longest == null
                ? poking.interval()
                : Backoff.delay(
                        poking.interval(),
                        2,
                        pokes - 2,
                        longest,
                        Backoff.name(
                                context.dagId(),
                                context.taskId(),
                                context.dataInterval().isPresent() ? context.logicalDate() : null,
                                pokes));
    }
}
