package dev.cuesheet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cuesheet.engine.Schedule.Cron;
import dev.cuesheet.engine.spi.Timetable;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
    private static final ZoneId UTC = ZoneOffset.UTC;
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final TimeRestriction UNBOUNDED = TimeRestriction.none();
    private static final TimeRestriction CATCHUP = new TimeRestriction(null, null, true);

    private static Instant at(String text) {
        return Instant.parse(text.contains("T") ? text : text + "T00:00:00Z");
    }

    private static DataInterval interval(String start, String end) {
        return new DataInterval(at(start), at(end));
    }

    private static TimeRestriction from(String start, boolean catchup) {
        return new TimeRestriction(at(start), null, catchup);
    }

    /** The first time of the runs due by now, which are made at once, one after the other. */
    private static List<String> made(
            Timetable timetable, @Nullable DataInterval last, TimeRestriction restriction, Instant now) {
        var made = new ArrayList<String>();
        var next = timetable.next(last, restriction, now);
        while (next.isPresent() && next.get().isDue(now)) {
            made.add(next.get().logicalDate().toString());
            next = timetable.next(next.get().dataInterval(), restriction, now);
        }
        return made;
    }

    @Nested
    class A_cron_of_the_trigger_family {
        private final Cron daily = Schedule.daily("02:00", UTC);

        @Test
        void has_runs_for_the_tick_itself_with_an_interval_that_is_an_instant() {
            assertThat(daily.next(null, from("2024-05-01", true), at("2024-06-01")))
                    .contains(ScheduledRun.exact(at("2024-05-01T02:00:00Z")));
        }

        @Test
        void may_have_runs_over_the_time_before_the_tick() {
            assertThat(daily.interval(Duration.ofHours(12)).next(null, from("2024-05-01", true), at("2024-06-01")))
                    .contains(new ScheduledRun(
                            at("2024-05-01T02:00:00Z"),
                            interval("2024-04-30T14:00:00Z", "2024-05-01T02:00:00Z"),
                            at("2024-05-01T02:00:00Z")));
            assertThat(daily.interval(Period.ofMonths(1)).manualInterval(at("2024-03-31")))
                    .isEqualTo(interval("2024-02-29", "2024-03-31"));
        }

        @Test
        void makes_up_for_three_missed_ticks_one_by_one_with_catchup() {
            var last = DataInterval.exact(at("2024-05-01T02:00:00Z"));
            assertThat(made(daily, last, CATCHUP, at("2024-05-04T10:00:00Z")))
                    .containsExactly("2024-05-02T02:00:00Z", "2024-05-03T02:00:00Z", "2024-05-04T02:00:00Z");
        }

        @Test
        void makes_up_only_for_the_last_of_three_missed_ticks_without_catchup() {
            var last = DataInterval.exact(at("2024-05-01T02:00:00Z"));
            assertThat(made(daily, last, UNBOUNDED, at("2024-05-04T10:00:00Z")))
                    .containsExactly("2024-05-04T02:00:00Z");
        }

        @Test
        void starts_on_the_first_tick_from_the_start_date_on() {
            assertThat(daily.next(null, from("2024-05-01T02:00:00Z", true), at("2024-06-01")))
                    .contains(ScheduledRun.exact(at("2024-05-01T02:00:00Z")));
            assertThat(daily.next(null, from("2024-05-01T02:00:01Z", true), at("2024-06-01")))
                    .contains(ScheduledRun.exact(at("2024-05-02T02:00:00Z")));
            assertThat(daily.next(null, from("2024-07-01T05:00:00Z", false), at("2024-06-01")))
                    .contains(ScheduledRun.exact(at("2024-07-02T02:00:00Z")));
        }

        @Test
        void runs_for_the_latest_tick_at_once_when_the_start_date_has_passed_and_there_is_no_catchup() {
            assertThat(daily.next(null, from("2024-05-01", false), at("2024-06-01")))
                    .contains(ScheduledRun.exact(at("2024-05-31T02:00:00Z")));
        }

        @Test
        void counts_a_tick_right_now_as_passed() {
            var last = DataInterval.exact(at("2024-05-01T02:00:00Z"));
            assertThat(daily.next(last, UNBOUNDED, at("2024-05-03T02:00:00Z")))
                    .contains(ScheduledRun.exact(at("2024-05-03T02:00:00Z")));
            assertThat(daily.next(last, UNBOUNDED, at("2024-05-03T01:59:59Z")))
                    .contains(ScheduledRun.exact(at("2024-05-02T02:00:00Z")));
        }

        @Test
        void never_repeats_a_logical_date_when_asked_again() {
            var last = DataInterval.exact(at("2024-05-03T02:00:00Z"));
            assertThat(daily.next(last, UNBOUNDED, at("2024-05-03T02:00:00Z")))
                    .contains(ScheduledRun.exact(at("2024-05-04T02:00:00Z")));
        }

        @Test
        void ends_with_the_end_date_which_itself_may_be_a_tick() {
            var bounds = new TimeRestriction(null, at("2024-05-03T02:00:00Z"), true);
            assertThat(daily.next(DataInterval.exact(at("2024-05-02T02:00:00Z")), bounds, at("2024-06-01")))
                    .contains(ScheduledRun.exact(at("2024-05-03T02:00:00Z")));
            assertThat(daily.next(DataInterval.exact(at("2024-05-03T02:00:00Z")), bounds, at("2024-06-01")))
                    .isEmpty();
            assertThat(daily.next(null, new TimeRestriction(null, at("2024-05-03"), false), at("2024-06-01")))
                    .isEmpty();
        }

        @ParameterizedTest
        @CsvSource({
            // a tenth of a day is two hours and 24 minutes
            "default, 2024-05-02T04:24:00Z, 2024-05-02T02:00:00Z",
            "default, 2024-05-02T04:24:01Z, 2024-05-03T02:00:00Z",
            "default, 2024-05-02T02:00:00Z, 2024-05-02T02:00:00Z",
            "always, 2024-05-03T01:59:59Z, 2024-05-02T02:00:00Z",
            "PT6H, 2024-05-02T08:00:00Z, 2024-05-02T02:00:00Z",
            "PT6H, 2024-05-02T08:00:01Z, 2024-05-03T02:00:00Z",
            "PT0S, 2024-05-02T02:00:00Z, 2024-05-02T02:00:00Z",
            "PT0S, 2024-05-02T02:00:01Z, 2024-05-03T02:00:00Z"
        })
        void has_its_first_run_at_once_if_the_last_tick_is_near_enough(String which, Instant now, Instant first) {
            var schedule = switch (which) {
                case "default" -> daily;
                case "always" -> daily.runImmediately();
                default -> daily.runImmediatelyWithin(Duration.parse(which));
            };
            assertThat(schedule.next(null, CATCHUP, now)).contains(ScheduledRun.exact(first));
            assertThat(schedule.next(null, UNBOUNDED, now)).contains(ScheduledRun.exact(first));
        }

        @Test
        void looks_back_five_minutes_at_least() {
            var hurried = Schedule.cron("*/10 * * * *", UTC);
            assertThat(hurried.next(null, UNBOUNDED, at("2024-05-02T00:05:00Z")))
                    .contains(ScheduledRun.exact(at("2024-05-02")));
            assertThat(hurried.next(null, UNBOUNDED, at("2024-05-02T00:05:01Z")))
                    .contains(ScheduledRun.exact(at("2024-05-02T00:10:00Z")));
        }

        @Test
        void takes_no_account_of_run_immediately_when_there_is_a_start_date() {
            assertThat(daily.runImmediately().next(null, from("2024-06-01", true), at("2024-05-02T10:00:00Z")))
                    .contains(ScheduledRun.exact(at("2024-06-01T02:00:00Z")));
        }

        @ParameterizedTest
        @CsvSource({
            "America/New_York, 2025-03-08, 2025-03-08T07:30 2025-03-09T07:30 2025-03-10T06:30",
            "America/New_York, 2025-11-01, 2025-11-01T06:30 2025-11-02T07:30 2025-11-03T07:30",
            "Europe/Zurich, 2025-03-29, 2025-03-29T01:30 2025-03-30T01:30 2025-03-31T00:30",
            "Europe/Zurich, 2025-10-25, 2025-10-25T00:30 2025-10-26T01:30 2025-10-27T01:30",
            "Australia/Lord_Howe, 2025-04-04, 2025-04-04T15:30 2025-04-05T16:00 2025-04-06T16:00",
            "Australia/Lord_Howe, 2025-10-03, 2025-10-03T16:00 2025-10-04T15:30 2025-10-05T15:30"
        })
        void keeps_to_the_wall_clock_across_both_changes_of_a_year(String zone, String start, String expected) {
            var schedule = Schedule.daily("02:30", ZoneId.of(zone));
            assertThat(schedule.runsBetween(at(start), at("2026-01-01"))
                            .limit(3)
                            .map(run -> run.runAfter().toString().replace(":00Z", "")))
                    .containsExactly(expected.split(" "));
        }

        @Test
        void made_of_several_crons_has_one_run_for_each_instant_of_any() {
            var schedule = Schedule.crons(UTC, "0 9,12 * * *", "0 12 * * *", "30 17 * * *");
            assertThat(schedule.runsBetween(at("2024-05-01"), at("2024-05-02T09:00:00Z"))
                            .map(run -> run.logicalDate().toString()))
                    .containsExactly(
                            "2024-05-01T09:00:00Z",
                            "2024-05-01T12:00:00Z",
                            "2024-05-01T17:30:00Z",
                            "2024-05-02T09:00:00Z");
            assertThat(made(
                            schedule,
                            DataInterval.exact(at("2024-05-01T09:00:00Z")),
                            UNBOUNDED,
                            at("2024-05-04T10:00:00Z")))
                    .containsExactly("2024-05-04T09:00:00Z");
            assertThat(schedule.next(
                            DataInterval.exact(at("2024-05-04T09:00:00Z")), UNBOUNDED, at("2024-05-04T10:00:00Z")))
                    .contains(ScheduledRun.exact(at("2024-05-04T12:00:00Z")));
        }
    }

    @Nested
    class A_cron_over_data_intervals {
        private final Cron daily = Schedule.cron("@daily", UTC).overDataIntervals();

        @Test
        void has_runs_for_the_start_of_an_interval_due_at_its_end() {
            assertThat(daily.next(null, from("2024-05-01", true), at("2024-06-01")))
                    .contains(
                            new ScheduledRun(at("2024-05-01"), interval("2024-05-01", "2024-05-02"), at("2024-05-02")));
        }

        @Test
        void makes_up_for_three_missed_intervals_one_by_one_with_catchup() {
            assertThat(made(daily, interval("2024-05-01", "2024-05-02"), CATCHUP, at("2024-05-05T10:00:00Z")))
                    .containsExactly("2024-05-02T00:00:00Z", "2024-05-03T00:00:00Z", "2024-05-04T00:00:00Z");
        }

        @Test
        void makes_up_only_for_the_last_of_three_missed_intervals_without_catchup() {
            assertThat(made(daily, interval("2024-05-01", "2024-05-02"), UNBOUNDED, at("2024-05-05T10:00:00Z")))
                    .containsExactly("2024-05-04T00:00:00Z");
        }

        @ParameterizedTest
        @CsvSource({
            "2024-05-05T10:00:00Z, 2024-05-04T00:00:00Z",
            "2024-05-05T00:00:00Z, 2024-05-04T00:00:00Z",
            "2024-05-05T00:00:00.001Z, 2024-05-04T00:00:00Z",
            "2024-05-04T23:59:59.999Z, 2024-05-03T00:00:00Z"
        })
        void starts_without_catchup_with_the_interval_that_ended_last(Instant now, Instant start) {
            assertThat(daily.next(null, UNBOUNDED, now))
                    .get()
                    .extracting(ScheduledRun::logicalDate)
                    .isEqualTo(start);
            assertThat(daily.next(null, from("2024-01-01", false), now))
                    .get()
                    .extracting(ScheduledRun::logicalDate)
                    .isEqualTo(start);
        }

        @Test
        void starts_on_the_first_tick_from_the_start_date_on() {
            assertThat(daily.next(null, from("2024-05-01T03:00:00Z", true), at("2024-06-01")))
                    .contains(ScheduledRun.over(interval("2024-05-02", "2024-05-03")));
            assertThat(daily.next(null, from("2024-05-31T03:00:00Z", false), at("2024-05-31T10:00:00Z")))
                    .contains(ScheduledRun.over(interval("2024-06-01", "2024-06-02")));
        }

        @Test
        void does_not_know_where_to_start_with_catchup_and_no_start_date() {
            assertThat(daily.next(null, CATCHUP, at("2024-06-01"))).isEmpty();
        }

        @Test
        void ends_with_the_last_interval_that_starts_by_the_end_date() {
            var bounds = new TimeRestriction(at("2024-05-01"), at("2024-05-03"), true);
            assertThat(made(daily, null, bounds, at("2024-06-01")))
                    .containsExactly("2024-05-01T00:00:00Z", "2024-05-02T00:00:00Z", "2024-05-03T00:00:00Z");
        }

        @Test
        void goes_on_from_a_tick_of_its_own_after_another_schedule() {
            assertThat(daily.next(interval("2024-04-28", "2024-05-05T10:00:00Z"), CATCHUP, at("2024-05-08")))
                    .contains(ScheduledRun.over(interval("2024-05-05", "2024-05-06")));
        }

        @Test
        void does_not_go_back_before_the_runs_of_another_schedule() {
            var weekly = Schedule.cron("@weekly", UTC).overDataIntervals();
            assertThat(weekly.next(interval("2024-05-07", "2024-05-08"), CATCHUP, at("2024-05-08")))
                    .contains(ScheduledRun.over(interval("2024-05-12", "2024-05-19")));
        }

        @Test
        void does_not_repeat_the_logical_date_of_an_interval_that_was_an_instant() {
            assertThat(daily.next(DataInterval.exact(at("2024-05-02")), CATCHUP, at("2024-06-01")))
                    .contains(ScheduledRun.over(interval("2024-05-03", "2024-05-04")));
        }

        @ParameterizedTest
        @CsvSource({
            "2024-05-05T01:00:00Z, 2024-05-04, 2024-05-05",
            "2024-05-05T00:00:00Z, 2024-05-04, 2024-05-05",
            "2024-05-04T23:59:59Z, 2024-05-03, 2024-05-04"
        })
        void gives_a_manual_run_the_last_complete_interval(Instant now, String start, String end) {
            assertThat(daily.manualInterval(now)).isEqualTo(interval(start, end));
        }

        @ParameterizedTest
        @CsvSource({
            "America/New_York, 2025-03-09T07:30, 2025-03-08T07:30, PT24H, PT23H",
            "America/New_York, 2025-11-02T07:30, 2025-11-01T06:30, PT25H, PT24H",
            "Europe/Zurich, 2025-03-30T01:30, 2025-03-29T01:30, PT24H, PT23H",
            "Europe/Zurich, 2025-10-26T01:30, 2025-10-25T00:30, PT25H, PT24H",
            "Australia/Lord_Howe, 2025-04-05T16:00, 2025-04-04T15:30, PT24H30M, PT24H",
            "Australia/Lord_Howe, 2025-10-04T15:30, 2025-10-03T16:00, PT23H30M, PT24H"
        })
        void has_shorter_and_longer_days_across_both_changes_of_a_year(
                String zone, String tick, String before, Duration length, Duration lengthAfter) {
            var schedule = Schedule.daily("02:30", ZoneId.of(zone)).overDataIntervals();
            var runs =
                    schedule.runsBetween(at(before + ":00Z"), at(tick + ":00Z")).toList();
            assertThat(runs).hasSize(2);
            assertThat(runs.get(0).logicalDate()).isEqualTo(before + ":00Z");
            assertThat(runs.get(0).dataInterval().length()).isEqualTo(length);
            assertThat(runs.get(1).logicalDate()).isEqualTo(tick + ":00Z");
            assertThat(runs.get(1).dataInterval().length()).isEqualTo(lengthAfter);
        }

        @Test
        void may_be_made_of_several_crons() {
            var schedule = Schedule.crons(UTC, "0 9 * * *", "0 17 * * *").overDataIntervals();
            assertThat(schedule.runsBetween(at("2024-05-01"), at("2024-05-02")))
                    .containsExactly(
                            ScheduledRun.over(interval("2024-05-01T09:00:00Z", "2024-05-01T17:00:00Z")),
                            ScheduledRun.over(interval("2024-05-01T17:00:00Z", "2024-05-02T09:00:00Z")));
            assertThat(schedule.manualInterval(at("2024-05-02T12:00:00Z")))
                    .isEqualTo(interval("2024-05-01T17:00:00Z", "2024-05-02T09:00:00Z"));
        }

        @Test
        void has_no_interval_or_first_tick_of_its_own() {
            assertThatThrownBy(() -> daily.interval(Duration.ofDays(1))).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(daily::runImmediately).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class A_step {
        @Test
        void of_months_goes_one_month_at_a_time() {
            var monthly = Schedule.every(Period.ofMonths(1));
            assertThat(monthly.runsBetween(at("2023-01-31"), at("2023-05-01"))
                            .map(run -> run.logicalDate().toString().substring(0, 10)))
                    .containsExactly("2023-01-31", "2023-02-28", "2023-03-28", "2023-04-28");
            assertThat(monthly.overDataIntervals().runsBetween(at("2024-01-31"), at("2024-03-01")))
                    .containsExactly(
                            ScheduledRun.over(interval("2024-01-31", "2024-02-29")),
                            ScheduledRun.over(interval("2024-02-29", "2024-03-29")));
        }

        @Test
        void of_the_trigger_family_starts_now_and_after_a_miss_goes_on_from_now() {
            var schedule = Schedule.every(Duration.ofHours(6));
            assertThat(schedule.next(null, UNBOUNDED, at("2024-05-01T10:17:00Z")))
                    .contains(ScheduledRun.exact(at("2024-05-01T10:17:00Z")));
            var last = DataInterval.exact(at("2024-05-01T10:17:00Z"));
            assertThat(schedule.next(last, UNBOUNDED, at("2024-05-01T11:00:00Z")))
                    .contains(ScheduledRun.exact(at("2024-05-01T16:17:00Z")));
            assertThat(schedule.next(last, UNBOUNDED, at("2024-05-03T11:00:00Z")))
                    .contains(ScheduledRun.exact(at("2024-05-03T11:00:00Z")));
            assertThat(made(schedule, last, CATCHUP, at("2024-05-02T05:00:00Z")))
                    .containsExactly("2024-05-01T16:17:00Z", "2024-05-01T22:17:00Z", "2024-05-02T04:17:00Z");
        }

        @Test
        void starts_on_a_start_date_that_is_not_round() {
            assertThat(Schedule.every(Duration.ofHours(6))
                            .next(null, from("2024-05-01T10:17:00Z", true), at("2024-06-01")))
                    .contains(ScheduledRun.exact(at("2024-05-01T10:17:00Z")));
            assertThat(Schedule.every(Duration.ofHours(6))
                            .overDataIntervals()
                            .next(null, from("2024-05-01T10:17:00Z", true), at("2024-06-01")))
                    .contains(ScheduledRun.over(interval("2024-05-01T10:17:00Z", "2024-05-01T16:17:00Z")));
        }

        @Test
        void over_data_intervals_starts_without_catchup_at_the_last_round_one() {
            var schedule = Schedule.every(Duration.ofHours(1)).overDataIntervals();
            assertThat(schedule.next(null, UNBOUNDED, at("2024-05-01T10:17:00Z")))
                    .contains(ScheduledRun.over(interval("2024-05-01T09:00:00Z", "2024-05-01T10:00:00Z")));
            assertThat(schedule.next(
                            interval("2024-05-01T05:30:00Z", "2024-05-01T06:30:00Z"),
                            UNBOUNDED,
                            at("2024-05-01T10:17:00Z")))
                    .contains(ScheduledRun.over(interval("2024-05-01T09:00:00Z", "2024-05-01T10:00:00Z")));
            assertThat(schedule.next(
                            interval("2024-05-01T08:30:00Z", "2024-05-01T09:30:00Z"),
                            UNBOUNDED,
                            at("2024-05-01T10:17:00Z")))
                    .contains(ScheduledRun.over(interval("2024-05-01T09:30:00Z", "2024-05-01T10:30:00Z")));
        }

        @Test
        void of_months_is_counted_from_the_start_date_without_catchup() {
            var monthly = Schedule.every(Period.ofMonths(1)).overDataIntervals();
            assertThat(monthly.next(null, from("2024-01-31", false), at("2024-05-10")))
                    .contains(ScheduledRun.over(interval("2024-03-29", "2024-04-29")));
            assertThat(monthly.next(null, UNBOUNDED, at("2024-05-10")))
                    .contains(ScheduledRun.over(interval("2024-04-10", "2024-05-10")));
        }

        @Test
        void gives_a_manual_run_the_step_before_it_over_data_intervals() {
            assertThat(Schedule.every(Period.ofMonths(1)).overDataIntervals().manualInterval(at("2024-03-31")))
                    .isEqualTo(interval("2024-02-29", "2024-03-31"));
            assertThat(Schedule.every(Period.ofMonths(1)).manualInterval(at("2024-03-31")))
                    .isEqualTo(DataInterval.exact(at("2024-03-31")));
            assertThat(Schedule.every(Period.ofDays(1))
                            .interval(Duration.ofHours(1))
                            .manualInterval(at("2024-03-31")))
                    .isEqualTo(interval("2024-03-30T23:00:00Z", "2024-03-31"));
        }

        @Test
        void must_be_positive() {
            assertThatThrownBy(() -> Schedule.every(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Schedule.every(Duration.ofHours(-1))).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Schedule.every(Period.ZERO)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Schedule.every(Duration.ofNanos(5))).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class Once {
        @Test
        void is_for_the_start_date_or_else_now() {
            assertThat(Schedule.once().next(null, from("2024-05-01", false), at("2024-06-01")))
                    .contains(ScheduledRun.exact(at("2024-05-01")));
            assertThat(Schedule.once().next(null, UNBOUNDED, at("2024-06-01T10:00:00.123456Z")))
                    .contains(ScheduledRun.exact(at("2024-06-01T10:00:00.123Z")));
        }

        @Test
        void never_comes_again() {
            assertThat(Schedule.once().next(DataInterval.exact(at("2024-05-01")), UNBOUNDED, at("2024-06-01")))
                    .isEmpty();
        }

        @Test
        void does_not_come_after_the_end_date() {
            assertThat(Schedule.once().next(null, new TimeRestriction(null, at("2024-05-01"), false), at("2024-06-01")))
                    .isEmpty();
        }
    }

    @Nested
    class Continuous {
        private final Schedule continuous = Schedule.continuous();

        @Test
        void runs_cover_the_time_since_the_last_one() {
            var first = continuous
                    .next(null, from("2024-05-01", false), at("2024-05-03"))
                    .orElseThrow();
            assertThat(first).isEqualTo(ScheduledRun.over(interval("2024-05-01", "2024-05-03")));
            assertThat(continuous.next(first.dataInterval(), from("2024-05-01", false), at("2024-05-03T00:10:00Z")))
                    .contains(ScheduledRun.over(interval("2024-05-03", "2024-05-03T00:10:00Z")));
        }

        @Test
        void runs_wait_for_a_start_date_to_come() {
            assertThat(continuous.next(null, from("2024-07-01", false), at("2024-05-03")))
                    .contains(ScheduledRun.exact(at("2024-07-01")));
        }

        @Test
        void runs_end_by_the_end_date() {
            assertThat(continuous.next(null, new TimeRestriction(null, at("2024-05-01"), false), at("2024-05-03")))
                    .isEmpty();
        }

        @Test
        void runs_differ_in_logical_date_though_the_clock_stands_still() {
            var now = at("2024-05-03");
            var last = continuous.next(null, UNBOUNDED, now).orElseThrow();
            for (int i = 0; i < 5; i++) {
                var next = continuous.next(last.dataInterval(), UNBOUNDED, now).orElseThrow();
                assertThat(next.logicalDate()).isAfter(last.logicalDate());
                last = next;
            }
        }

        @Test
        void runs_leave_no_time_out_after_one_that_was_an_instant() {
            assertThat(continuous.next(DataInterval.exact(at("2024-05-03")), UNBOUNDED, at("2024-05-04")))
                    .contains(new ScheduledRun(
                            at("2024-05-03T00:00:00.001Z"), interval("2024-05-03", "2024-05-04"), at("2024-05-04")));
        }

        @Test
        void runs_are_one_at_a_time() {
            assertThat(continuous.activeRunsLimit()).hasValue(1);
            assertThat(Schedule.once().activeRunsLimit()).isEmpty();
        }
    }

    @Nested
    class Events {
        private final Schedule.Events finals = Schedule.at(
                List.of(at("2024-07-14T19:00:00Z"), at("2022-12-18T15:00:00Z"), at("2022-12-18T15:00:00Z")));

        @Test
        void come_in_order_and_once() {
            assertThat(finals.runsBetween(at("2020-01-01"), at("2030-01-01")))
                    .containsExactly(
                            ScheduledRun.exact(at("2022-12-18T15:00:00Z")),
                            ScheduledRun.exact(at("2024-07-14T19:00:00Z")));
        }

        @Test
        void that_have_passed_are_made_up_for_only_with_catchup() {
            assertThat(finals.next(null, UNBOUNDED, at("2023-01-01")))
                    .contains(ScheduledRun.exact(at("2024-07-14T19:00:00Z")));
            assertThat(finals.next(null, CATCHUP, at("2023-01-01")))
                    .contains(ScheduledRun.exact(at("2022-12-18T15:00:00Z")));
            assertThat(finals.next(DataInterval.exact(at("2024-07-14T19:00:00Z")), CATCHUP, at("2025-01-01")))
                    .isEmpty();
        }

        @Test
        void keep_within_the_bounds() {
            assertThat(finals.next(null, from("2022-12-18T15:00:01Z", true), at("2025-01-01")))
                    .contains(ScheduledRun.exact(at("2024-07-14T19:00:00Z")));
            assertThat(finals.next(null, new TimeRestriction(null, at("2022-01-01"), true), at("2025-01-01")))
                    .isEmpty();
            assertThat(Schedule.at(List.of()).next(null, CATCHUP, at("2025-01-01")))
                    .isEmpty();
        }

        @Test
        void may_also_be_what_manual_runs_are_for() {
            assertThat(finals.manualInterval(at("2023-01-01"))).isEqualTo(DataInterval.exact(at("2023-01-01")));
            var restricted = finals.restrictedToEvents();
            assertThat(restricted.manualInterval(at("2023-01-01")))
                    .isEqualTo(DataInterval.exact(at("2022-12-18T15:00:00Z")));
            assertThat(restricted.manualInterval(at("2024-07-14T19:00:00Z")))
                    .isEqualTo(DataInterval.exact(at("2024-07-14T19:00:00Z")));
            assertThat(restricted.manualInterval(at("2000-01-01")))
                    .isEqualTo(DataInterval.exact(at("2022-12-18T15:00:00Z")));
        }
    }

    /** Every second day of the month's first three; a user's own. */
    private record FirstDays(boolean stuck) implements Timetable {
        @Override
        public Optional<ScheduledRun> next(@Nullable DataInterval last, TimeRestriction restriction, Instant now) {
            var after = last == null
                    ? restriction.earliest().minusNanos(1)
                    : stuck ? last.end().minusNanos(1) : last.end();
            var tick = List.of(at("2024-05-01"), at("2024-05-03"), at("2024-06-01")).stream()
                    .filter(day -> day.isAfter(after))
                    .findFirst();
            return tick.filter(day -> !restriction.endsBefore(day)).map(ScheduledRun::exact);
        }

        @Override
        public String describe() {
            return "first days";
        }

        @Override
        public Optional<String> fault() {
            return stuck ? Optional.of("it is stuck") : Optional.empty();
        }
    }

    @Nested
    class A_custom_timetable {
        @Test
        void decides_by_itself() {
            var schedule = Schedule.custom(new FirstDays(false));
            assertThat(schedule.runsBetween(at("2024-05-02"), at("2024-07-01")))
                    .containsExactly(ScheduledRun.exact(at("2024-05-03")), ScheduledRun.exact(at("2024-06-01")));
            assertThat(schedule.manualInterval(at("2024-05-02"))).isEqualTo(DataInterval.exact(at("2024-05-02")));
            assertThat(schedule.describe()).isEqualTo("first days");
            assertThat(schedule.isPeriodic()).isTrue();
        }

        @Test
        void that_does_not_move_forward_ends_a_walk_over_a_span_with_an_error() {
            var runs = Schedule.custom(new FirstDays(true)).runsBetween(at("2024-05-01"), at("2024-07-01"));
            assertThatThrownBy(runs::toList)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("first days")
                    .hasMessageContaining("2024-05-01");
        }

        @Test
        void reports_its_own_faults() {
            assertThat(Schedule.custom(new FirstDays(true)).fault()).contains("it is stuck");
        }
    }

    @Test
    void a_manual_schedule_has_runs_only_when_asked() {
        var manual = Schedule.manual();
        assertThat(manual.next(null, from("2024-05-01", true), at("2024-06-01")))
                .isEmpty();
        assertThat(manual.manualInterval(at("2024-05-02"))).isEqualTo(DataInterval.exact(at("2024-05-02")));
        assertThat(manual.isPeriodic()).isFalse();
    }

    @Test
    void only_periodic_schedules_fill_a_span_and_only_forwards() {
        for (var schedule : List.of(Schedule.manual(), Schedule.once(), Schedule.continuous())) {
            assertThat(schedule.isPeriodic()).isFalse();
            assertThat(schedule.runsBetween(at("2024-05-01"), at("2024-06-01"))).isEmpty();
        }
        assertThat(Schedule.daily("00:00", UTC).runsBetween(at("2024-06-01"), at("2024-05-01")))
                .isEmpty();
    }

    @Test
    void a_span_includes_both_its_ends() {
        assertThat(Schedule.daily("00:00", UTC).runsBetween(at("2024-05-01"), at("2024-05-03")))
                .hasSize(3);
        assertThat(Schedule.daily("00:00", UTC).overDataIntervals().runsBetween(at("2024-05-01"), at("2024-05-03")))
                .hasSize(3);
    }

    @Test
    void a_faulty_expression_is_named_with_what_is_wrong_with_it() {
        assertThat(Schedule.crons(UTC, "0 2 * * *", "0 99 * * *", "@never").fault())
                .get()
                .asString()
                .contains("\"0 99 * * *\" is no cron expression: hour 99 is not in 0-23")
                .contains("\"@never\"");
        assertThat(Schedule.cron("0 2 * * *", UTC).fault()).isEmpty();
        assertThatThrownBy(() -> Schedule.cron("0 99 * * *", UTC).next(null, UNBOUNDED, at("2024-05-01")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("hour 99");
    }

    @Test
    void schedules_are_described_for_people() {
        assertThat(Schedule.daily("02:00", NEW_YORK).describe()).isEqualTo("0 2 * * * (America/New_York)");
        assertThat(Schedule.crons(UTC, "@daily", "@weekly").overDataIntervals().describe())
                .isEqualTo("@daily, @weekly (Z, over data intervals)");
        assertThat(Schedule.every(Duration.ofMinutes(90)).describe()).isEqualTo("every 1 hour 30 minutes");
        assertThat(Schedule.every(Period.of(0, 1, 2)).overDataIntervals().describe())
                .isEqualTo("every 1 month 2 days (over data intervals)");
        assertThat(Schedule.once().describe()).isEqualTo("@once");
        assertThat(Schedule.continuous().describe()).isEqualTo("@continuous");
        assertThat(Schedule.manual().describe()).isEqualTo("manual");
        assertThat(Schedule.at(List.of(at("2024-05-01"))).describe()).isEqualTo("at 2024-05-01T00:00:00Z");
        assertThat(Schedule.at(List.of(at("2024-05-02"), at("2024-05-01"))).describe())
                .isEqualTo("2 events between 2024-05-01T00:00:00Z and 2024-05-02T00:00:00Z");
    }

    @Test
    void daily_is_cron_at_that_time() {
        assertThat(Schedule.daily("02:30", NEW_YORK)).isEqualTo(Schedule.cron("30 2 * * *", NEW_YORK));
        assertThatThrownBy(() -> Schedule.daily("2:30", NEW_YORK)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void run_ids_are_airflows() {
        assertThat(RunType.SCHEDULED.runId(at("2024-05-01T02:00:00Z")))
                .isEqualTo("scheduled__2024-05-01T02:00:00+00:00");
        assertThat(RunType.MANUAL.runId(at("2024-05-01T02:00:00.123Z")))
                .isEqualTo("manual__2024-05-01T02:00:00.123000+00:00");
        assertThat(RunType.ASSET_TRIGGERED.runId(at("2024-05-01T02:00:00Z"), "x1yZ"))
                .isEqualTo("asset_triggered__2024-05-01T02:00:00+00:00_x1yZ");
    }

    @Test
    void the_id_of_a_run_over_a_data_interval_has_the_instant_at_which_it_is_due() {
        assertThat(ScheduledRun.over(interval("2024-05-01", "2024-05-02")).runId(RunType.BACKFILL))
                .isEqualTo("backfill__2024-05-02T00:00:00+00:00");
    }

    @Test
    void a_dag_bounds_its_schedule() {
        var dag = Dag.named("sales")
                .schedule(Schedule.daily("02:00", UTC))
                .startDate(at("2024-05-01"))
                .endDate(at("2024-05-03"))
                .catchup(true);
        dag.task("land", context -> null);
        var structure = dag.build().structure();

        assertThat(structure.restriction()).isEqualTo(new TimeRestriction(at("2024-05-01"), at("2024-05-03"), true));
        assertThat(made(structure.schedule(), null, structure.restriction(), at("2024-06-01")))
                .containsExactly("2024-05-01T02:00:00Z", "2024-05-02T02:00:00Z");
    }

    @Test
    void a_dag_that_ends_before_it_starts_is_faulty() {
        var dag = Dag.named("sales").startDate(at("2024-05-03")).endDate(at("2024-05-01"));
        dag.task("land", context -> null);
        assertThatThrownBy(dag::build)
                .isInstanceOf(DagDefinitionException.class)
                .hasMessageContaining("endDate 2024-05-01T00:00:00Z is before startDate");
    }
}
