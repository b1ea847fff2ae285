package dev.cuesheet.aws;

import java.time.Duration;

/** How a wait passes its time. Tests give one that moves their clock. */
@FunctionalInterface
public interface Sleeper {

    void sleep(Duration time) throws InterruptedException;

    /** Sleeps for real. */
    static Sleeper realTime() {
        return time -> Thread.sleep(time.toMillis(), time.toNanosPart() % 1_000_000);
    }
}
