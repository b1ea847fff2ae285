package dev.cuesheet.operators;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.function.BooleanSupplier;

/** Waits for another thread to bring something about; fails instead of hanging. */
final class Patience {
    private static final long LIMIT = SECONDS.toNanos(30);

    private Patience() {}

    /** Called with the monitor held, which whoever changes the condition notifies. */
    static void until(Object monitor, BooleanSupplier condition) throws InterruptedException {
        var deadline = System.nanoTime() + LIMIT;
        while (!condition.getAsBoolean()) {
            var left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new AssertionError("It did not come about within 30 seconds");
            }
            monitor.wait(Math.max(1, left / 1_000_000));
        }
    }
}
