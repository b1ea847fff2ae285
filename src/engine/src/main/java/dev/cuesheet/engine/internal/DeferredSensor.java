package dev.cuesheet.engine.internal;

import dev.cuesheet.engine.DeferrableOperator;
import dev.cuesheet.engine.Step;
import dev.cuesheet.engine.TaskContext;
import dev.cuesheet.engine.Trigger;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A sensor that pokes once in its slot and from then on by a trigger. What it keeps is when it first poked, from which its
 * timeout counts, also in another process; the number of pokes, which matters for growing intervals only, begins anew
 * there.
 */
final class DeferredSensor implements DeferrableOperator<Instant, Object, Object> {
    private final SensorCode sensor;

    DeferredSensor(SensorCode sensor) {
        this.sensor = sensor;
    }

    @Override
    public Step<Instant, Object> start(TaskContext context) throws Exception {
        var since = context.clock().instant();
        var found = sensor.poke(context);
        return found.isPresent() ? Step.done(found.get()) : Step.waiting(since);
    }

    @Override
    public Trigger<Object> trigger(TaskContext context, Instant since) {
        var end = since.plus(sensor.poking().timeout());
        return host -> {
            var now = host.clock().instant();
            var next = host.since().plus(sensor.interval(context, 1));
            var first = next.isBefore(now) ? now : next;
            return Triggers.poll(
                    first.isBefore(end) ? first : end,
                    looks -> sensor.untilNextPoke(context, looks + 1, end),
                    () -> look(context, end),
                    host);
        };
    }

    private Optional<Object> look(TaskContext context, Instant end) throws Exception {
        Optional<Object> found = sensor.poke(context).map(what -> what);
        if (found.isEmpty() && !context.clock().instant().isBefore(end)) {
            throw sensor.timeout();
        }
        return found;
    }

    @Override
    public Step<Instant, Object> resume(TaskContext context, Instant since, @Nullable Object event) {
        return Step.done(event);
    }
}
