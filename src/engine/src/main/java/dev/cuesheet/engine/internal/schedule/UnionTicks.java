package dev.cuesheet.engine.internal.schedule;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** The ticks of several crons, each instant once. Immutable. */
public record UnionTicks(List<? extends Ticks> all) implements Ticks {

    @Override
    public Instant next(Instant after) {
        return earliest(ticks -> ticks.next(after));
    }

    @Override
    public Instant previous(Instant before) {
        return latest(ticks -> ticks.previous(before));
    }

    @Override
    public Instant alignNext(Instant at) {
        return earliest(ticks -> ticks.alignNext(at));
    }

    @Override
    public Instant alignPrevious(Instant at) {
        return latest(ticks -> ticks.alignPrevious(at));
    }

    private Instant earliest(Function<Ticks, Instant> question) {
        return all.stream().map(question).min(Instant::compareTo).orElseThrow();
    }

    private Instant latest(Function<Ticks, Instant> question) {
        return all.stream().map(question).max(Instant::compareTo).orElseThrow();
    }
}
