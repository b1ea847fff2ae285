package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.EngineException;
import dev.cuesheet.engine.spi.StoredResult;
import java.time.Instant;
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
     */
    record Succeeded(
            @Nullable StoredResult result, @Nullable Object value) implements Outcome {}

    /** It had nothing to do. */
    record Skipped(String reason) implements Outcome {}

    /** It failed. */
    record Failed(Throwable cause, boolean mayRetry) implements Outcome {

        /** For people: the message alone where we wrote it for them, otherwise with the kind of exception. */
        String describe() {
            var message = cause.getMessage();
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

    /** The engine shut down under it; nothing is known of its work. */
    record Abandoned() implements Outcome {}
}
