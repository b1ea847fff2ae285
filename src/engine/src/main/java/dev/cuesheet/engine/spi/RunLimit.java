package dev.cuesheet.engine.spi;

import static java.util.Objects.requireNonNull;

import java.util.function.Predicate;

/**
 * How many runs of one kind living engines may execute at once.
 *
 * @param atMost 1 or more
 * @param alive tells whether an engine lives; what a dead one left does not count
 */
public record RunLimit(int atMost, Predicate<RunOwner> alive) {
    public RunLimit {
        requireNonNull(alive, "alive");
        if (atMost < 1) {
            throw new IllegalArgumentException("at least one run must be allowed, got " + atMost);
        }
    }
}
