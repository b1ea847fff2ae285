package dev.cuesheet.engine.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronFieldsTest {

    private static long wall(String time) {
        return LocalDateTime.parse(time).toEpochSecond(ZoneOffset.UTC);
    }

    private static LocalDateTime time(long wall) {
        return LocalDateTime.ofEpochSecond(wall, 0, ZoneOffset.UTC);
    }

    private static List<String> next(String expression, String after, int count) {
        var fields = CronFields.parse(expression);
        var matches = new ArrayList<String>();
        long at = wall(after);
        for (int i = 0; i < count; i++) {
            at = fields.next(at);
            matches.add(time(at).toString());
        }
        return matches;
    }

    @Test
    void random_expressions_match_where_croniter_says() {
        var rows = Tables.rows("croniter.tsv");
        assertThat(rows).hasSizeGreaterThan(300);
        var softly = new SoftAssertions();
        for (var row : rows) {
            var fields = CronFields.parse(row[0]);
            long at = wall(row[1]);
            for (var expected : row[2].split(",")) {
                at = fields.next(at);
                softly.assertThat(time(at)).as("next of " + row[0]).isEqualTo(expected);
            }
            at = wall(row[1]);
            for (var expected : row[3].split(",")) {
                at = fields.previous(at);
                softly.assertThat(time(at)).as("previous of " + row[0]).isEqualTo(expected);
            }
        }
        softly.assertAll();
    }

    @ParameterizedTest
    @CsvSource({
        "@hourly, 2024-05-01T01:00", "@daily, 2024-05-02T00:00", "@midnight, 2024-05-02T00:00",
        "@weekly, 2024-05-05T00:00", "@monthly, 2024-06-01T00:00", "@quarterly, 2024-07-01T00:00",
        "@yearly, 2025-01-01T00:00", "@annually, 2025-01-01T00:00"
    })
    void presets_mean_what_they_mean_in_airflow(String preset, String next) {
        assertThat(next(preset, "2024-05-01T00:00:00", 1)).containsExactly(next);
    }

    @Test
    void a_sixth_field_is_seconds() {
        assertThat(next("30 2 * * * 15,45", "2024-05-01T02:30:15", 2))
                .containsExactly("2024-05-01T02:30:45", "2024-05-02T02:30:15");
    }

    @Test
    void day_of_month_and_day_of_week_are_alternatives() {
        assertThat(next("0 0 13 * 5", "2024-09-01T00:00:00", 3))
                .containsExactly("2024-09-06T00:00", "2024-09-13T00:00", "2024-09-20T00:00");
        assertThat(next("0 0 L * 1#1", "2024-02-01T00:00:00", 3))
                .containsExactly("2024-02-05T00:00", "2024-02-29T00:00", "2024-03-04T00:00");
    }

    @Test
    void a_fifth_friday_of_february_comes_once_in_decades() {
        assertThat(next("0 0 * 2 5#5", "2024-03-01T00:00:00", 2))
                .containsExactly("2036-02-29T00:00", "2064-02-29T00:00");
        assertThat(time(CronFields.parse("0 0 29 2 *").previous(wall("1903-01-01T00:00:00"))))
                .hasToString("1896-02-29T00:00");
    }

    @Test
    void a_range_of_one_value_is_that_value() {
        assertThat(next("0 0 * * 5-5", "2024-05-01T00:00:00", 2))
                .containsExactly("2024-05-03T00:00", "2024-05-10T00:00");
        assertThat(next("0 0 * * 7-7", "2024-05-01T00:00:00", 1)).containsExactly("2024-05-05T00:00");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|needs five fields",
                "0 2 * *|has 4",
                "0 2 * * * * *|has 7",
                "61 2 * * *|minute 61 is not in 0-59",
                "0 24 * * *|hour 24 is not in 0-23",
                "0 2 32 * *|day of month 32 is not in 1-31",
                "0 2 0 * *|day of month 0 is not in 1-31",
                "0 2 * 13 *|month 13 is not in 1-12",
                "0 2 * * 8|day of week 8 is not in 0-7",
                "0 2 * * * 60|second 60 is not in 0-59",
                "a 2 * * *|minute \"a\" is no number",
                "0 2 * * funday|day of week \"funday\" is no number and none of sun mon",
                "*/0 2 * * *|minute \"*/0\" needs a step from 1",
                "*/x 2 * * *|needs a step from 1",
                "1,, 2 * * *|minute \"\" is no number",
                "-1 2 * * *|minute \"\" is no number",
                "? 2 * * *|minute \"?\" is no number",
                "0 0 * * 5#6|needs a number from 1 to 5 after #",
                "0 0 * * L|day of week \"\" is no number",
                "99999999999 2 * * *|is no number",
                "@never|no such preset",
                "@once|Schedule.once()",
                "@continuous|Schedule.continuous()",
                "0 0 30 2 *|no such day ever comes",
                "0 0 31 4,6,9,11 *|no such day ever comes"
            })
    void a_faulty_expression_is_refused_with_its_fault(String expression, String fault) {
        assertThatThrownBy(() -> CronFields.parse(expression))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(fault);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 * * * *", "0 0-23 * * *", "0 */1 * * *", "0 12-11 * * *", "@hourly"})
    void an_hour_field_with_every_hour_covers_every_hour(String expression) {
        assertThat(CronFields.parse(expression).coversEveryHour()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 */2 * * *", "0 0-22 * * *", "0 1/1 * * *"})
    void an_hour_field_that_leaves_hours_out_does_not(String expression) {
        assertThat(CronFields.parse(expression).coversEveryHour()).isFalse();
    }
}
