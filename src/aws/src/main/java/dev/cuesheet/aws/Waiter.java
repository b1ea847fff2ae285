package dev.cuesheet.aws;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at remote work again and again until it is over or patience is. Pauses grow with jitter, so that short work is
 * noticed at once and long work is asked about rarely. A look that fails for a passing reason (throttling, a broken
 * connection) does not end the wait unless it goes on failing. Safe to share between threads.
 */
public final class Waiter {
    private static final Logger log = LoggerFactory.getLogger(Waiter.class);
    private static final double GROWTH = 1.5;
    private static final double JITTER = 0.2;
    private static final int FAILED_LOOKS_IN_A_ROW = 5;

    private final InstantSource clock;
    private final Sleeper sleeper;
    private final Duration longestPause;

    /** @param longestPause no pause is longer, whatever a {@link Wait} says; short when the endpoint is on this machine */
    public Waiter(InstantSource clock, Sleeper sleeper, Duration longestPause) {
        this.clock = requireNonNull(clock, "clock");
        this.sleeper = requireNonNull(sleeper, "sleeper");
        this.longestPause = requireNonNull(longestPause, "longestPause");
    }

    /** Waits in real time. */
    public static Waiter realTime() {
        return new Waiter(Clock.systemUTC(), Sleeper.realTime(), Duration.ofHours(1));
    }

    public InstantSource clock() {
        return clock;
    }

    /**
     * Looks until the answer satisfies the predicate. The last answer comes back even when time ran out, so that the
     * caller can say in which state it gave up.
     */
    public <T> Outcome<T> until(Wait wait, Supplier<T> look, Predicate<? super T> isOver) throws InterruptedException {
        var deadline = clock.instant().plus(wait.limit());
        var pause = wait.first();
        var failedLooks = 0;
        while (true) {
            Optional<T> seen = Optional.empty();
            try {
                seen = Optional.of(look.get());
                failedLooks = 0;
            } catch (AwsException e) {
                if (e.reason() == AwsException.Reason.INTERRUPTED) {
                    throw interrupted(e);
                }
                failedLooks++;
                if (!e.isRetryable() || failedLooks >= FAILED_LOOKS_IN_A_ROW) {
                    throw e;
                }
                log.warn("Waiting goes on although a look failed: {}", e.getMessage());
                pause = grown(pause, wait.interval());
            }
            if (seen.isPresent() && isOver.test(seen.get())) {
                return new Outcome<>(seen.get(), true);
            }
            var left = Duration.between(clock.instant(), deadline);
            if (seen.isPresent() && (left.isNegative() || left.isZero())) {
                return new Outcome<>(seen.get(), false);
            }
            sleeper.sleep(pauseWithin(pause, left));
            pause = grown(pause, wait.interval());
        }
    }

    /**
     * Makes a call again while it fails in a way that passes.
     *
     * @throws AwsException the last failure, when it is of another kind or patience is over
     */
    public <T> T retrying(Wait wait, Supplier<T> call, Predicate<AwsException> passes) throws InterruptedException {
        var deadline = clock.instant().plus(wait.limit());
        var pause = wait.first();
        while (true) {
            try {
                return call.get();
            } catch (AwsException e) {
                var left = Duration.between(clock.instant(), deadline);
                if (!passes.test(e) || left.isNegative() || left.isZero()) {
                    throw e;
                }
                log.info("Trying again: {}", e.getMessage());
                sleeper.sleep(pauseWithin(pause, left));
                pause = grown(pause, wait.interval());
            }
        }
    }

    /** What a wait came to: the last thing seen, and whether it was over. */
    public record Outcome<T>(T last, boolean over) {}

    private Duration grown(Duration pause, Duration interval) {
        var longest = interval.compareTo(longestPause) < 0 ? interval : longestPause;
        var grown = Duration.ofNanos((long) (pause.toNanos() * GROWTH));
        return grown.compareTo(longest) < 0 ? grown : longest;
    }

    private static Duration pauseWithin(Duration pause, Duration left) {
        var factor = 1 + JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
        var jittered = Duration.ofNanos((long) (pause.toNanos() * factor));
        return left.isNegative() || left.isZero() || jittered.compareTo(left) < 0 ? jittered : left;
    }

    private static InterruptedException interrupted(AwsException cause) {
        Thread.interrupted();
        var interruption = new InterruptedException(cause.getMessage());
        interruption.initCause(cause);
        return interruption;
    }
}
