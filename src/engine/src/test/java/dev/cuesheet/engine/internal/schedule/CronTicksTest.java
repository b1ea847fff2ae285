package dev.cuesheet.engine.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTicksTest {

    static final List<String> ZONES = List.of(
            "UTC",
            "America/New_York",
            "Europe/Zurich",
            "Australia/Lord_Howe",
            "America/Havana",
            "Africa/Cairo",
            "Asia/Beirut",
            "America/St_Johns",
            "Africa/Casablanca",
            "Antarctica/Troll",
            "Asia/Kathmandu");

    static CronTicks cron(String expression, String zone) {
        return new CronTicks(CronFields.parse(expression), ZoneId.of(zone));
    }

    private static List<String> ticks(String expression, String zone, String after, int count) {
        var cron = cron(expression, zone);
        var ticks = new ArrayList<String>();
        var at = Instant.parse(after);
        for (int i = 0; i < count; i++) {
            at = cron.next(at);
            ticks.add(at.toString());
        }
        return ticks;
    }

    @Test
    void ticks_across_the_changes_of_a_year_are_airflows() {
        var rows = Tables.rows("airflow-dst.tsv");
        assertThat(rows).hasSizeGreaterThan(100);
        var softly = new SoftAssertions();
        for (var row : rows) {
            var expected = List.of(row[3].replace("Z", ":00Z").split(","));
            softly.assertThat(ticks(row[0], row[1], row[2], expected.size()))
                    .as(row[0] + " in " + row[1] + " from " + row[2])
                    .isEqualTo(expected);
        }
        softly.assertAll();
    }

    @Test
    void a_tick_is_strictly_after_the_instant_asked_about() {
        assertThat(ticks("0 2 * * *", "UTC", "2024-05-01T02:00:00Z", 1)).containsExactly("2024-05-02T02:00:00Z");
        assertThat(ticks("0 2 * * *", "UTC", "2024-05-01T01:59:59.999Z", 1)).containsExactly("2024-05-01T02:00:00Z");
        assertThat(cron("0 2 * * *", "UTC").previous(Instant.parse("2024-05-01T02:00:00Z")))
                .isEqualTo("2024-04-30T02:00:00Z");
        assertThat(cron("0 2 * * *", "UTC").previous(Instant.parse("2024-05-01T02:00:00.001Z")))
                .isEqualTo("2024-05-01T02:00:00Z");
    }

    @Test
    void an_instant_is_aligned_with_itself_only_on_a_tick() {
        var cron = cron("0 2 * * *", "UTC");
        var tick = Instant.parse("2024-05-01T02:00:00Z");

        assertThat(cron.alignNext(tick)).isEqualTo(tick);
        assertThat(cron.alignPrevious(tick)).isEqualTo(tick);
        assertThat(cron.alignNext(tick.plusNanos(1))).isEqualTo("2024-05-02T02:00:00Z");
        assertThat(cron.alignPrevious(tick.minusNanos(1))).isEqualTo("2024-04-30T02:00:00Z");
        assertThat(cron.alignPrevious(tick.plusNanos(1))).isEqualTo(tick);
        assertThat(cron.alignNext(tick.minusNanos(1))).isEqualTo(tick);
    }

    @Test
    void a_daily_time_inside_a_gap_moves_forward() {
        assertThat(ticks("30 2 * * *", "America/New_York", "2024-03-09T12:00:00Z", 2))
                .containsExactly("2024-03-10T07:30:00Z", "2024-03-11T06:30:00Z");
    }

    @Test
    void a_daily_time_in_a_repeated_hour_uses_the_second_pass() {
        assertThat(ticks("30 1 * * *", "America/New_York", "2024-11-02T12:00:00Z", 2))
                .containsExactly("2024-11-03T06:30:00Z", "2024-11-04T06:30:00Z");
        assertThat(ticks("30 2 * * *", "Europe/Zurich", "2024-10-26T12:00:00Z", 1))
                .containsExactly("2024-10-27T01:30:00Z");
    }

    @Test
    void asked_in_the_first_pass_of_a_repeated_hour_the_tick_is_still_to_come() {
        var cron = cron("15 1 * * *", "America/New_York");
        var halfPastOneDaylight = Instant.parse("2024-11-03T05:30:00Z");

        assertThat(cron.next(halfPastOneDaylight)).isEqualTo("2024-11-03T06:15:00Z");
        assertThat(cron.previous(halfPastOneDaylight)).isEqualTo("2024-11-02T05:15:00Z");
    }

    @Test
    void an_hourly_schedule_serves_both_passes_of_a_repeated_hour() {
        assertThat(ticks("30 * * * *", "America/New_York", "2024-11-03T04:30:00Z", 3))
                .containsExactly("2024-11-03T05:30:00Z", "2024-11-03T06:30:00Z", "2024-11-03T07:30:00Z");
    }

    @Test
    void every_other_hour_serves_one_pass_of_a_repeated_hour() {
        assertThat(ticks("0 */2 * * *", "Europe/Zurich", "2024-10-26T22:00:00Z", 2))
                .containsExactly("2024-10-27T01:00:00Z", "2024-10-27T03:00:00Z");
    }

    @Test
    void a_change_of_half_an_hour_is_no_different() {
        assertThat(ticks("45 1 * * *", "Australia/Lord_Howe", "2024-04-05T12:00:00Z", 2))
                .containsExactly("2024-04-05T14:45:00Z", "2024-04-06T15:15:00Z");
        assertThat(ticks("0 * * * *", "Australia/Lord_Howe", "2024-04-06T13:00:00Z", 4))
                .containsExactly(
                        "2024-04-06T14:00:00Z", "2024-04-06T15:00:00Z", "2024-04-06T15:30:00Z", "2024-04-06T16:30:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        "'*/20 2 * * *', America/New_York, 2024-03-09T12:00:00Z, 2024-03-10T07:00:00Z, 2024-03-11T06:00:00Z",
        "'15,30 2 * * *', Australia/Lord_Howe, 2024-10-05T14:00:00Z, 2024-10-05T15:45:00Z, 2024-10-06T15:15:00Z"
    })
    void of_the_times_in_a_gap_the_first_ticks(
            String expression, String zone, String after, String first, String second) {
        assertThat(ticks(expression, zone, after, 2)).containsExactly(first, second);
    }

    @Test
    void every_hour_of_weekdays_does_not_tick_on_a_sunday_that_changes_the_clock() {
        assertThat(ticks("0 * * * mon-fri", "America/New_York", "2024-11-02T03:00:00Z", 1))
                .containsExactly("2024-11-04T05:00:00Z");
        assertThat(ticks("0 * * * mon-fri", "America/New_York", "2024-03-09T04:00:00Z", 1))
                .containsExactly("2024-03-11T04:00:00Z");
    }

    @Test
    void a_repeated_hour_at_the_end_of_a_day_is_served_twice_before_days_without_ticks() {
        // Cairo put its clock back at midnight, to 23:00 of the Thursday
        assertThat(ticks("30 * * * thu", "Africa/Cairo", "2024-10-31T19:30:00Z", 3))
                .containsExactly("2024-10-31T20:30:00Z", "2024-10-31T21:30:00Z", "2024-11-06T22:30:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        // a Friday that Samoa did not have
        "0 12 * * *, Pacific/Apia, 2011-12-29T00:00:00Z, 2011-12-29T22:00:00Z, 2011-12-30T22:00:00Z",
        "0 12 30 12 *, Pacific/Apia, 2011-01-01T00:00:00Z, 2011-12-30T22:00:00Z, 2012-12-29T22:00:00Z"
    })
    void a_day_that_is_left_out_moves_forward_by_a_day(
            String expression, String zone, String after, String first, String second) {
        assertThat(ticks(expression, zone, after, 2)).containsExactly(first, second);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void forwards_and_backwards_there_is_one_sequence_of_ticks(long seed) {
        var random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            var expression = RandomCrons.expression(random);
            var zone = ZONES.get(random.nextInt(ZONES.size()));
            var cron = cron(expression, zone);
            var at = RandomCrons.instant(random, ZoneId.of(zone));
            var what = expression + " in " + zone + " from " + at;
            var forwards = new TreeSet<Instant>();
            var tick = at;
            for (int i = 0; i < 40; i++) {
                var next = cron.next(tick);
                assertThat(next).as(what).isAfter(tick);
                if (i > 0) {
                    assertThat(cron.previous(next)).as(what + " at " + next).isEqualTo(tick);
                }
                var between = tick.plusSeconds((next.getEpochSecond() - tick.getEpochSecond()) / 2);
                assertThat(cron.alignNext(between.plusNanos(1))).as(what).isEqualTo(next);
                assertThat(cron.alignNext(next)).as(what).isEqualTo(next);
                assertThat(cron.alignPrevious(next)).as(what).isEqualTo(next);
                assertThat(cron.alignPrevious(next.plusNanos(1))).as(what).isEqualTo(next);
                forwards.add(next);
                tick = next;
            }
            assertThat(cron.previous(forwards.first())).as(what).isBeforeOrEqualTo(at);
        }
    }

    /** Airflow's {@code _get_next}, word for word; it never looks further than the instant it starts from. */
    private static Instant airflowsNext(CronFields fields, ZoneId zone, Instant at) {
        var local = at.atZone(zone);
        long wall = local.toLocalDateTime().toEpochSecond(ZoneOffset.UTC);
        long next = fields.next(wall);
        return fields.coversEveryHour()
                ? at.plusSeconds(next - wall)
                : LocalDateTime.ofEpochSecond(next, 0, ZoneOffset.UTC)
                        .atZone(zone)
                        .withLaterOffsetAtOverlap()
                        .toInstant();
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void the_sequence_is_the_one_of_airflows_steps(long seed) {
        var random = new Random(seed);
        int compared = 0;
        for (int round = 0; round < 400; round++) {
            var zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
            var expression = RandomCrons.expression(random);
            var fields = CronFields.parse(expression);
            if (fields.coversEveryHour() && !expression.matches("\\S+ \\S+ \\* \\* \\*.*")) {
                continue;
            }
            compared++;
            var cron = new CronTicks(fields, zone);
            var tick = cron.next(cron.next(RandomCrons.instant(random, zone)));
            for (int i = 0; i < 60; i++) {
                var next = cron.next(tick);
                assertThat(next)
                        .as(expression + " in " + zone + " after " + tick)
                        .isEqualTo(airflowsNext(fields, zone, tick));
                tick = next;
            }
        }
        assertThat(compared).isGreaterThan(200);
    }
}
