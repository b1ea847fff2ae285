package dev.cuesheet.engine.internal.schedule;

import dev.cuesheet.engine.DataInterval;
import dev.cuesheet.engine.ScheduledRun;
import dev.cuesheet.engine.TimeRestriction;
import dev.cuesheet.engine.spi.Timetable;
import java.time.Instant;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Walks a timetable from run to run. For one thread. */
public final class RunsOfSpan extends AbstractSpliterator<ScheduledRun> {
    private final Timetable timetable;
    private final TimeRestriction span;
    private final Instant now;
    private @Nullable ScheduledRun last;

    private RunsOfSpan(Timetable timetable, Instant from, Instant to) {
        super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.DISTINCT);
        this.timetable = timetable;
        this.span = new TimeRestriction(from, to, true);
        this.now = to;
    }

    public static Stream<ScheduledRun> of(Timetable timetable, Instant from, Instant to) {
        return timetable.isPeriodic() && !from.isAfter(to)
                ? StreamSupport.stream(new RunsOfSpan(timetable, from, to), false)
                : Stream.empty();
    }

    @Override
    public boolean tryAdvance(Consumer<? super ScheduledRun> action) {
        DataInterval before = last == null ? null : last.dataInterval();
        var next = timetable.next(before, span, now);
        if (next.isEmpty()) {
            return false;
        }
        var run = next.get();
        if (last != null && !run.logicalDate().isAfter(last.logicalDate())) {
            throw new IllegalStateException(
                    "timetable \"%s\" does not move forward: after the run of %s comes one of %s"
                            .formatted(timetable.describe(), last.logicalDate(), run.logicalDate()));
        }
        last = run;
        action.accept(run);
        return true;
    }
}
