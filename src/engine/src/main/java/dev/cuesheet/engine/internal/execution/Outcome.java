package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.EngineException;
import dev.cuesheet.engine.Retries;
import dev.cuesheet.engine.RetryDecision;
import dev.cuesheet.engine.Secrets;
import dev.cuesheet.engine.Trigger;
import dev.cuesheet.engine.spi.StoredResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one attempt at a task came to. */
sealed interface Outcome {

    /** The same; but what waits in its slot is looked at when its attempt is to have ended. */
    default Outcome noLaterThan(@Nullable Instant deadline) {
        return this;
    }

    /**
     * It did its work.
     *
     * @param value what it returned, of which the result is the stored form
     * @param parts of the result that are handed on under names of their own, in stored form
     */
    record Succeeded(
            @Nullable StoredResult result, @Nullable Object value, Map<String, StoredResult> parts)
            implements Outcome {}

    /** It had nothing to do. */
    record Skipped(String reason) implements Outcome {}

    /**
     * It failed.
     *
     * @param delay before the next attempt; null for the one that the task's retries have
     */
    record Failed(
            Throwable cause, boolean mayRetry, @Nullable Duration delay) implements Outcome {
        Failed(Throwable cause, boolean mayRetry) {
            this(cause, mayRetry, null);
        }

        /** The same, as the task's rules for failures of its kind have it. */
        Failed judgedBy(Retries retries) {
            if (!mayRetry) {
                return this;
            }
            var decision = retries.decisionOn(cause).orElseGet(RetryDecision::standard);
            if (decision instanceof RetryDecision.Retry retry) {
                return new Failed(cause, true, retry.delay());
            }
            return new Failed(cause, !(decision instanceof RetryDecision.Fail));
        }

        /**
         * For people: the message alone where we wrote it for them, otherwise with the kind of exception. Without secrets,
         * because it is stored.
         */
        String describe() {
            var message = cause.getMessage() == null ? null : Secrets.mask(cause.getMessage());
            if (cause instanceof EngineException && message != null) {
                return message;
            }
            return message == null
                    ? cause.getClass().getName()
                    : cause.getClass().getSimpleName() + ": " + message;
        }
    }

    /** It waits for something, and is to look again. */
    record Waiting(Instant again, boolean releasesSlot) implements Outcome {
        @Override
        public Outcome noLaterThan(@Nullable Instant deadline) {
            return deadline == null || releasesSlot || again.isBefore(deadline) ? this : new Waiting(deadline, false);
        }
    }

    /**
     * It waits for a trigger, without its slot.
     *
     * @param kill ends the work elsewhere, for an attempt that is not wanted any more by now
     */
    record Deferring(Deferral deferral, Trigger<?> trigger, Runnable kill) implements Outcome {}

    /** The engine shut down under it; nothing is known of its work. */
    record Abandoned() implements Outcome {}
}
