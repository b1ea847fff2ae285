package dev.cuesheet.acceptance;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what another process does, as long as that process lives. */
final class Await {
    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private Await() {}

    /** Returns as soon as the condition holds; fails when the process ends first or it takes too long. */
    static void until(BooleanSupplier condition, Cuesheet.Running process) throws InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!condition.getAsBoolean()) {
            if (!process.process().isAlive() && !condition.getAsBoolean()) {
                throw new AssertionError("the process ended first; it wrote: " + process.stderrSoFar());
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("waited for " + LONGEST + "; the process wrote: " + process.stderrSoFar());
            }
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        }
    }
}
