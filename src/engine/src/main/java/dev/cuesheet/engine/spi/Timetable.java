package dev.cuesheet.engine.spi;

import dev.cuesheet.engine.DataInterval;
import dev.cuesheet.engine.Schedule;
import dev.cuesheet.engine.ScheduledRun;
import dev.cuesheet.engine.TimeRestriction;
import dev.cuesheet.engine.internal.schedule.RunsOfSpan;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides when runs of a DAG are due, and over which data. Write your own where no {@link Schedule} fits (a calendar of
 * trading days, say) and hand it to {@link Schedule#custom}; its methods are pure functions of their arguments and may be
 * called from any thread. The model is Airflow's {@code timetables/base.py}.
 */
public interface Timetable {

    /**
     * The next run, due now or later; empty when there will be none as things stand.
     *
     * <p>Ask when the run before was created (or at the start), and keep the answer until it is due: asked again after that
     * instant, some timetables have moved on without it, as Airflow's do. If a run of the answer's logical date exists
     * already, ask again with the answer's interval as the last one.
     *
     * @param last the data interval of the DAG's latest scheduled or backfilled run; null when it has had none
     * @param restriction the DAG's bounds
     * @param now the present
     */
    Optional<ScheduledRun> next(@Nullable DataInterval last, TimeRestriction restriction, Instant now);

    /** The data interval of a run that a person asks for at that instant. */
    default DataInterval manualInterval(Instant at) {
        return DataInterval.exact(at);
    }

    /** For people. Also all that is kept of a custom timetable in a run's history. */
    String describe();

    /** What is wrong with this timetable, if anything; the DAG's {@code build()} reports it. */
    default Optional<String> fault() {
        return Optional.empty();
    }

    /** Whether runs come again and again, so that a span of the past can be filled with them. */
    default boolean isPeriodic() {
        return true;
    }

    /** How many runs there may be at once on this timetable's account; empty when it does not matter to it. */
    default OptionalInt activeRunsLimit() {
        return OptionalInt.empty();
    }

    /**
     * Every run whose logical date (for intervals their start) lies in the span, both ends included, in order and computed
     * as the stream is read. Runs may be due after the span, or after the present. Empty for a timetable that is not
     * periodic. Airflow's {@code iter_dagrun_infos_between}.
     *
     * @throws IllegalStateException from the stream, when a custom timetable does not move forward
     */
    default Stream<ScheduledRun> runsBetween(Instant from, Instant to) {
        return RunsOfSpan.of(this, from, to);
    }
}
