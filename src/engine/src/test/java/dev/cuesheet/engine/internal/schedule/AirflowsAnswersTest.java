package dev.cuesheet.engine.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cuesheet.engine.DataInterval;
import dev.cuesheet.engine.Schedule;
import dev.cuesheet.engine.ScheduledRun;
import dev.cuesheet.engine.TimeRestriction;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.TemporalAmount;
import java.util.Arrays;
import java.util.Optional;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Our timetables beside Airflow's own, which were asked the same random questions. */
class AirflowsAnswersTest {

    /** One question and Airflow's answer, column by column. */
    private record Row(String[] columns) {
        String text(int column) {
            return columns[column];
        }

        @Nullable
        Instant instant(int column) {
            return columns[column].isEmpty() ? null : Instant.parse(columns[column]);
        }

        @Nullable
        DataInterval interval(int column) {
            var start = instant(column);
            return start == null ? null : new DataInterval(start, Instant.parse(columns[column + 1]));
        }

        Schedule schedule() {
            return switch (text(0)) {
                case "cron" -> triggered(Schedule.crons(ZoneId.of(text(2)), text(1).split(";")));
                case "croniv" -> Schedule.cron(text(1), ZoneId.of(text(2))).overDataIntervals();
                case "every" -> triggered(every());
                case "everyiv" -> every().overDataIntervals();
                case "once" -> Schedule.once();
                case "continuous" -> Schedule.continuous();
                case "events" ->
                    new Schedule.Events(
                            Arrays.stream(text(1).split(";"))
                                    .map(Instant::parse)
                                    .toList(),
                            text(4).equals("true"));
                default -> throw new IllegalStateException(text(0));
            };
        }

        private Schedule triggered(Schedule.Cron cron) {
            var first = switch (text(4)) {
                case "" -> cron;
                case "true" -> cron.runImmediately();
                default -> cron.runImmediatelyWithin(Duration.parse(text(4)));
            };
            var interval = amount(text(3));
            return interval instanceof Period period ? first.interval(period) : first.interval((Duration) interval);
        }

        private Schedule triggered(Schedule.Every every) {
            var interval = amount(text(3));
            return interval instanceof Period period ? every.interval(period) : every.interval((Duration) interval);
        }

        private Schedule.Every every() {
            var step = amount(text(1));
            return step instanceof Period period ? Schedule.every(period) : Schedule.every((Duration) step);
        }

        private static TemporalAmount amount(String text) {
            if (text.isEmpty()) {
                return Duration.ZERO;
            }
            return text.contains("T") ? Duration.parse(text) : Period.parse(text);
        }
    }

    @Test
    void the_next_run_and_the_interval_of_a_manual_run_are_airflows() {
        var rows = Tables.rows("airflow-timetables.tsv");
        assertThat(rows).hasSizeGreaterThan(500);
        var softly = new SoftAssertions();
        for (var columns : rows) {
            var row = new Row(columns);
            var schedule = row.schedule();
            var last = row.interval(5);
            var now = Instant.parse(row.text(10));
            var next = schedule.next(
                    last,
                    new TimeRestriction(
                            row.instant(7), row.instant(8), row.text(9).equals("true")),
                    now);
            var what = String.join(" | ", columns);
            // asked again before the last run has ended, Airflow's continuous timetable repeats a logical date
            if (last == null || !row.text(0).equals("continuous") || last.end().isBefore(now)) {
                softly.assertThat(next.map(ScheduledRun::dataInterval))
                        .as(what)
                        .isEqualTo(Optional.ofNullable(row.interval(11)));
                softly.assertThat(next.map(ScheduledRun::runAfter))
                        .as(what)
                        .isEqualTo(Optional.ofNullable(row.instant(13)));
            }
            softly.assertThat(schedule.manualInterval(now)).as(what).isEqualTo(row.interval(14));
        }
        softly.assertAll();
    }
}
