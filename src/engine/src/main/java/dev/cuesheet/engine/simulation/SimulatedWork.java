package dev.cuesheet.engine.simulation;

import dev.cuesheet.engine.Branch;
import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.Operator;
import dev.cuesheet.engine.Sensor;
import dev.cuesheet.engine.StandIns;
import dev.cuesheet.engine.TaskContext;
import dev.cuesheet.engine.TaskSpec;
import dev.cuesheet.engine.internal.NotYet;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What tasks do in a simulation: an attempt waits until its time is over, as a sensor waits between two pokes and without
 * holding a thread, and then comes to what it was said to. For one thread.
 */
final class SimulatedWork implements StandIns {
    private final Function<SimulatedAttempt, Duration> duration;
    private final Function<SimulatedAttempt, SimulatedOutcome> outcome;
    private final ToIntFunction<String> items;
    private final Set<String> mappedOver = new HashSet<>();
    private final Map<SimulatedAttempt, Instant> began = new HashMap<>();
    private @Nullable RuntimeException fault;

    /** @param items how many items the result of a task has that another one is mapped over */
    SimulatedWork(
            Dag dag,
            Function<SimulatedAttempt, Duration> duration,
            Function<SimulatedAttempt, SimulatedOutcome> outcome,
            ToIntFunction<String> items) {
        this.duration = duration;
        this.outcome = outcome;
        this.items = items;
        for (var task : dag.tasks()) {
            mappedOver.addAll(task.mapping().taskIds());
        }
        dag.structure()
                .groups()
                .forEach(group -> mappedOver.addAll(group.mapping().taskIds()));
    }

    @Override
    public Operator<?> operator(TaskSpec task) {
        return context -> {
            var attempt = SimulatedAttempt.of(context);
            var end = end(attempt, context);
            if (context.clock().instant().isBefore(end)) {
                throw new NotYet(end, false);
            }
            began.remove(attempt);
            return asked(outcome, attempt).over(usualResult(task, attempt));
        };
    }

    /** What the sensor waits for comes to pass when the attempt's time is over, and is seen at the next poke. */
    @Override
    public Sensor<?> sensor(TaskSpec task) {
        return context -> {
            var attempt = SimulatedAttempt.of(context);
            if (context.clock().instant().isBefore(end(attempt, context))) {
                return Optional.empty();
            }
            var result = asked(outcome, attempt).over(usualResult(task, attempt));
            return Optional.of(result == null ? Boolean.TRUE : result);
        };
    }

    /**
     * Fails the simulation if something it asked has failed: to the engine that was the failure of an attempt, which would
     * hide it.
     */
    void failIfBroken() {
        if (fault != null) {
            throw fault;
        }
    }

    private Instant end(SimulatedAttempt attempt, TaskContext context) {
        var start = began.computeIfAbsent(attempt, first -> context.clock().instant());
        return start.plus(asked(duration, attempt));
    }

    private @Nullable Object usualResult(TaskSpec task, SimulatedAttempt attempt) {
        return switch (task.gate()) {
            case BRANCH -> new Branch(task.downstream());
            case SHORT_CIRCUIT, SHORT_CIRCUIT_DIRECT -> true;
            case NONE -> {
                if (!mappedOver.contains(task.id())) {
                    yield null;
                }
                yield task.mapped()
                        ? attempt.mapIndex()
                        : IntStream.range(0, items.applyAsInt(task.id()))
                                .boxed()
                                .toList();
            }
        };
    }

    private <A> A asked(Function<SimulatedAttempt, A> question, SimulatedAttempt attempt) {
        try {
            return question.apply(attempt);
        } catch (RuntimeException e) {
            fault = e;
            throw e;
        }
    }
}
