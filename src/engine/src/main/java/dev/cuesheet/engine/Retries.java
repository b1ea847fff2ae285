package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How often a failed task is tried again, and after what delay.
 *
 * @param count further attempts after the first
 * @param delay from the end of a failed attempt to the next one; with backoff, the least delay after the first failure
 * @param backingOff whether the delay grows with each attempt, with a jitter that is the same for the same attempt
 * @param longestDelay what a growing delay never exceeds; null for a day, which is the limit in any case
 * @param multiplier by how much a growing delay grows each time
 * @param rules what certain failures mean; the first that fits decides
 */
public record Retries(
        int count,
        Duration delay,
        boolean backingOff,
        @Nullable Duration longestDelay,
        double multiplier,
        List<RetryRule> rules) {

    private static final Duration AIRFLOWS_DELAY = Duration.ofMinutes(5);

    /** What Airflow's {@code retry_exponential_backoff=True} means. */
    private static final double DOUBLING = 2;

    public Retries {
        rules = List.copyOf(rules);
        requireNonNull(delay, "delay");
        if (count < 0) {
            throw new IllegalArgumentException("retries must not be negative, got " + count);
        }
        if (delay.isNegative()) {
            throw new IllegalArgumentException("the delay between retries must not be negative, got " + delay);
        }
        if (longestDelay != null && longestDelay.isNegative()) {
            throw new IllegalArgumentException("the longest delay must not be negative, got " + longestDelay);
        }
        if (!(multiplier > 0) || Double.isInfinite(multiplier)) {
            throw new IllegalArgumentException(
                    "the multiplier of a delay must be a number greater than 0, got " + multiplier);
        }
    }

    /** No second attempt. */
    public static Retries none() {
        return upTo(0);
    }

    /** So many further attempts, five minutes apart unless {@link #every} or {@link #backingOffFrom} says otherwise. */
    public static Retries upTo(int count) {
        return new Retries(count, AIRFLOWS_DELAY, false, null, DOUBLING, List.of());
    }

    /** The same delay after each failed attempt. */
    public Retries every(Duration fixedDelay) {
        return new Retries(count, fixedDelay, false, null, multiplier, rules);
    }

    /** A delay that starts between once and twice the given one and doubles with each attempt (see {@link #growingBy}), up to a day. */
    public Retries backingOffFrom(Duration firstDelay) {
        return new Retries(count, firstDelay, true, longestDelay, multiplier, rules);
    }

    /** Limits a growing delay. */
    public Retries noLongerThan(Duration limit) {
        return new Retries(count, delay, backingOff, limit, multiplier, rules);
    }

    /** A growing delay is multiplied by this each time, instead of by two. */
    public Retries growingBy(double factor) {
        return new Retries(count, delay, backingOff, longestDelay, factor, rules);
    }

    /**
     * What to do when an attempt fails with this kind of exception, or with one that this kind caused. Of several rules
     * the first that fits decides. A {@link TaskFailure#permanent} and a sensor's timeout fail for good, whatever the
     * rules; and no rule gives a task more tries than it has.
     */
    public Retries whenFailedWith(Class<? extends Throwable> kind, RetryDecision decision) {
        var more = new ArrayList<>(rules);
        more.add(new RetryRule(kind.getName(), decision));
        return new Retries(count, delay, backingOff, longestDelay, multiplier, more);
    }

    /** What the rules say about a failure; empty when none fits. */
    public Optional<RetryDecision> decisionOn(Throwable failure) {
        return rules.stream().filter(rule -> rule.matches(failure)).findFirst().map(RetryRule::decision);
    }
}
