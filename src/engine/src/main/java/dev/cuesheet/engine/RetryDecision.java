package dev.cuesheet.engine;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a failure of a certain kind means for the task's further attempts; see {@link Retries#whenFailedWith}. Airflow's
 * {@code RetryDecision} of {@code sdk/definitions/retry_policy.py}.
 */
public sealed interface RetryDecision {

    /** Airflow's name of the action. */
    String label();

    /** Tried again, as long as the task has tries left; a decision never adds to them. */
    record Retry(@Nullable Duration delay) implements RetryDecision {
        public Retry {
            if (delay != null && delay.isNegative()) {
                throw new IllegalArgumentException("the delay before a retry must not be negative, got " + delay);
            }
        }

        @Override
        public String label() {
            return "retry";
        }
    }

    /** Failed for good, whatever tries are left. */
    record Fail() implements RetryDecision {
        @Override
        public String label() {
            return "fail";
        }
    }

    /** As the task's retries have it without a policy. */
    record Standard() implements RetryDecision {
        @Override
        public String label() {
            return "default";
        }
    }

    /** Try again, after the delay that the task's retries have. */
    static RetryDecision retry() {
        return new Retry(null);
    }

    /** Try again, after this delay. */
    static RetryDecision retryAfter(Duration delay) {
        return new Retry(delay);
    }

    /** Do not try again. */
    static RetryDecision failNow() {
        return new Fail();
    }

    /** Do what the task's retries say; for an exception to a rule that comes later. */
    static RetryDecision standard() {
        return new Standard();
    }
}
