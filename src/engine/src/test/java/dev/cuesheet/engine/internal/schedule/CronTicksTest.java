package dev.cuesheet.engine.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cuesheet.engine.Schedule;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTicksTest {

    private static List<String> ticks(String expression, String zone, String after, int count) {
        var schedule = Schedule.cron(expression, ZoneId.of(zone));
        var ticks = new ArrayList<String>();
        var at = Instant.parse(after);
        for (int i = 0; i < count; i++) {
            at = schedule.nextAfter(at).orElseThrow();
            ticks.add(at.toString());
        }
        return ticks;
    }

    @Test
    void a_tick_is_strictly_after_the_instant_asked_about() {
        assertThat(ticks("0 2 * * *", "UTC", "2024-05-01T02:00:00Z", 1)).containsExactly("2024-05-02T02:00:00Z");
        assertThat(ticks("0 2 * * *", "UTC", "2024-05-01T01:59:59.999Z", 1)).containsExactly("2024-05-01T02:00:00Z");
    }

    @Test
    void daily_is_cron_at_that_time() {
        var zone = ZoneId.of("Europe/Rome");
        assertThat(Schedule.daily("02:30", zone)).isEqualTo(Schedule.cron("30 2 * * *", zone));
    }

    @ParameterizedTest
    @CsvSource({
        "@hourly, 2024-05-01T01:00:00Z", "@daily, 2024-05-02T00:00:00Z", "@weekly, 2024-05-05T00:00:00Z",
        "@monthly, 2024-06-01T00:00:00Z", "@quarterly, 2024-07-01T00:00:00Z", "@yearly, 2025-01-01T00:00:00Z"
    })
    void presets_mean_what_they_mean_in_airflow(String preset, String next) {
        assertThat(ticks(preset, "UTC", "2024-05-01T00:00:00Z", 1)).containsExactly(next);
    }

    @Test
    void day_of_month_and_day_of_week_are_alternatives() {
        assertThat(ticks("0 0 13 * 5", "UTC", "2024-09-01T00:00:00Z", 3))
                .containsExactly("2024-09-06T00:00:00Z", "2024-09-13T00:00:00Z", "2024-09-20T00:00:00Z");
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
    void an_hourly_schedule_serves_both_passes_of_a_repeated_hour() {
        assertThat(ticks("30 * * * *", "America/New_York", "2024-11-03T04:30:00Z", 3))
                .containsExactly("2024-11-03T05:30:00Z", "2024-11-03T06:30:00Z", "2024-11-03T07:30:00Z");
    }

    @Test
    void a_change_of_half_an_hour_is_no_different() {
        assertThat(ticks("45 1 * * *", "Australia/Lord_Howe", "2024-04-05T12:00:00Z", 2))
                .containsExactly("2024-04-05T14:45:00Z", "2024-04-06T15:15:00Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0 2 * *",
                "61 2 * * *",
                "0 25 * * *",
                "0 2 32 * *",
                "a b c d e",
                "@never",
                "0 2 * * * *",
                "0 0 0 * *"
            })
    void a_faulty_expression_is_named_with_its_fault(String expression) {
        assertThat(CronTicks.faultIn(expression)).isPresent().get().asString().contains("\"" + expression + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 2 * * *", "*/15 9-17 * * MON-FRI", "0 0 1,15 * *", "@daily", "5 0 31 * *", "0 0 * * 7"})
    void a_sound_expression_has_no_fault_and_has_a_next_tick(String expression) {
        assertThat(CronTicks.faultIn(expression)).isEmpty();
        assertThat(ticks(expression, "UTC", "2024-05-01T00:00:00Z", 1)).hasSize(1);
    }

    @Test
    void what_is_never_due_has_no_next_tick() {
        assertThat(Schedule.manual().nextAfter(Instant.EPOCH)).isEmpty();
        assertThat(Schedule.cron("0 0 30 2 *", ZoneId.of("UTC")).nextAfter(Instant.EPOCH))
                .isEmpty();
    }
}
