package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.DeferrableOperator;
import dev.cuesheet.engine.Step;
import dev.cuesheet.engine.TaskDeferralTimeout;
import dev.cuesheet.engine.internal.json.ResultCodec;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one step of a deferrable operator: its start, or what follows when its trigger has fired. */
final class Steps {
    private static final Logger log = LoggerFactory.getLogger(Steps.class);

    private Steps() {}

    /** What the step has come to: the operator's result, or a wait. */
    sealed interface Taken {
        record Result(@Nullable Object value) implements Taken {}

        record Wait(Outcome.Deferring outcome) implements Taken {}
    }

    /** @param before what the attempt has waited for until now; null at its start */
    static <S, E, T> Taken take(
            DeferrableOperator<S, E, T> operator,
            @Nullable Deferral before,
            InstanceCell cell,
            AttemptContext context,
            TaskResults results)
            throws Exception {
        var step = before == null ? operator.start(context) : goOn(operator, before, context, results);
        if (step instanceof Step.Done<S, T> done) {
            return new Taken.Result(done.result());
        }
        var waiting = (Step.Waiting<S, T>) step;
        var now = context.clock().instant();
        var state = ResultCodec.encode(context.mapIndex(), waiting.state());
        var deferral =
                new Deferral(context.tryNumber(), now, until(now, waiting.atMost(), cell, context), state, false, null);
        var trigger = operator.trigger(context, results.<S>typed(state));
        return new Taken.Wait(new Outcome.Deferring(deferral, trigger, () -> kill(operator, context, waiting.state())));
    }

    private static <S, E, T> Step<S, T> goOn(
            DeferrableOperator<S, E, T> operator, Deferral before, AttemptContext context, TaskResults results)
            throws Exception {
        S state = results.typed(before.state());
        var stored = before.event();
        E event = stored == null ? null : results.<E>typed(stored);
        context.onCancel(() -> kill(operator, context, state));
        return operator.resume(context, state, event);
    }

    private static <S> void kill(DeferrableOperator<S, ?, ?> operator, AttemptContext context, S state) {
        try {
            operator.onKill(context, state);
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            log.error("What {} waited for could not be ended, and may still be going on", context.taskId(), e);
        }
    }

    /** Airflow's: the shorter of what the operator allows and what is left of the execution timeout, from the try's start. */
    private static @Nullable Instant until(
            Instant now, @Nullable Duration atMost, InstanceCell cell, AttemptContext context) {
        var given = atMost == null ? null : now.plus(atMost);
        var execution = cell.node.spec.executionTimeout();
        var start = cell.instance.startDate();
        if (execution == null || start == null) {
            return given;
        }
        var end = start.plus(execution);
        return given == null || end.isBefore(given) ? end : given;
    }

    static Outcome timedOut(Deferral deferral) {
        var message = "Waited %s for its trigger, as long as it may"
                .formatted(inWords(Duration.between(deferral.since(), deferral.until())));
        return new Outcome.Failed(new TaskDeferralTimeout(message), true);
    }

    private static String inWords(Duration duration) {
        return duration.toString().replaceFirst("^PT", "").toLowerCase(java.util.Locale.ROOT);
    }
}
