package dev.cuesheet.engine.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cuesheet.engine.Retries;
import dev.cuesheet.engine.TaskInstanceKey;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryDelayTest {
    private static final TaskInstanceKey KEY = new TaskInstanceKey("tickit_etl", "any", "refine_sales", -1);
    private static final Instant DATE = Instant.parse("2024-05-01T02:00:00Z");

    private static long seconds(Retries retries, int failedTry) {
        return RetryDelay.after(failedTry, retries, KEY, DATE).toSeconds();
    }

    /** The expected values were computed by Airflow's formula in Python. */
    @ParameterizedTest
    @CsvSource({"1, 11", "2, 34", "3, 47", "4, 105", "5, 307", "14, 86400", "5000, 86400"})
    void backoff_gives_the_same_delays_as_airflow(int failedTry, long expected) {
        assertThat(seconds(Retries.upTo(9).backingOffFrom(Duration.ofSeconds(10)), failedTry))
                .isEqualTo(expected);
    }

    /** So were these. */
    @ParameterizedTest
    @CsvSource({
        "1.5, 1, 11",
        "1.5, 2, 29",
        "1.5, 4, 59",
        "1.5, 7, 214",
        "1.5, 20, 30690",
        "3.0, 1, 11",
        "3.0, 2, 44",
        "3.0, 4, 315",
        "3.0, 7, 14578",
        "3.0, 20, 86400",
        "0.5, 1, 11",
        "0.5, 2, 9",
        "0.5, 4, 3",
        "0.5, 7, 1",
        "0.5, 20, 1",
        "1.1, 1, 11",
        "1.1, 2, 21",
        "1.1, 4, 21",
        "1.1, 7, 34",
        "1.1, 20, 90"
    })
    void a_delay_may_grow_by_any_factor(double factor, int failedTry, long expected) {
        assertThat(seconds(
                        Retries.upTo(30).backingOffFrom(Duration.ofSeconds(10)).growingBy(factor), failedTry))
                .isEqualTo(expected);
    }

    @Test
    void a_factor_of_one_is_a_fixed_delay_without_jitter() {
        assertThat(seconds(
                        Retries.upTo(9).backingOffFrom(Duration.ofSeconds(10)).growingBy(1), 7))
                .isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "3, 3", "4, 5", "5, 7"})
    void backoff_from_less_than_a_second_starts_with_a_second(int failedTry, long expected) {
        assertThat(seconds(Retries.upTo(9).backingOffFrom(Duration.ofMillis(400)), failedTry))
                .isEqualTo(expected);
    }

    @Test
    void the_jitter_depends_on_the_logical_date_to_the_microsecond() {
        var retries = Retries.upTo(1).backingOffFrom(Duration.ofMinutes(5));

        assertThat(RetryDelay.after(1, retries, KEY, Instant.parse("2024-05-01T02:00:00.123Z")))
                .isEqualTo(Duration.ofSeconds(465));
    }

    @Test
    void a_limit_holds() {
        var retries = Retries.upTo(9).backingOffFrom(Duration.ofSeconds(10)).noLongerThan(Duration.ofSeconds(40));

        assertThat(seconds(retries, 2)).isEqualTo(34);
        assertThat(seconds(retries, 3)).isEqualTo(40);
    }

    @Test
    void a_fixed_delay_is_exact() {
        assertThat(RetryDelay.after(7, Retries.upTo(9).every(Duration.ofMillis(250)), KEY, DATE))
                .isEqualTo(Duration.ofMillis(250));
    }
}
