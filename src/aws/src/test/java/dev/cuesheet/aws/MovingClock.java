package dev.cuesheet.aws;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** A clock that moves when somebody sleeps, and remembers for how long. */
final class MovingClock implements InstantSource, Sleeper {
    private final List<Duration> naps = new ArrayList<>();
    private Instant now = Instant.parse("2024-05-01T02:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public void sleep(Duration time) {
        naps.add(time);
        now = now.plus(time);
    }

    List<Duration> naps() {
        return naps;
    }
}
