package dev.cuesheet.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManualClockTest {
    private final ManualClock clock = ManualClock.at("2024-05-01T02:00:00Z");
    private final List<String> fired = new ArrayList<>();

    private void alarm(String name, int seconds) {
        clock.at(clock.instant().plusSeconds(seconds), () -> fired.add(name + " " + clock.instant()));
    }

    @Test
    void it_stands_still_until_it_is_moved() {
        assertThat(clock.instant()).isEqualTo(Instant.parse("2024-05-01T02:00:00Z"));
        clock.advance(Duration.ofSeconds(3));
        assertThat(clock.instant()).isEqualTo(Instant.parse("2024-05-01T02:00:03Z"));
    }

    @Test
    void alarms_go_off_in_order_each_at_its_own_instant() {
        alarm("late", 2);
        alarm("early", 1);
        alarm("never", 9);

        clock.advance(Duration.ofSeconds(5));

        assertThat(fired).containsExactly("early 2024-05-01T02:00:01Z", "late 2024-05-01T02:00:02Z");
        assertThat(clock.alarms()).isEqualTo(1);
    }

    @Test
    void an_alarm_set_by_an_alarm_goes_off_within_the_same_move() {
        clock.at(clock.instant().plusSeconds(1), () -> alarm("second", 1));

        clock.advance(Duration.ofSeconds(2));

        assertThat(fired).containsExactly("second 2024-05-01T02:00:02Z");
    }

    @Test
    void an_alarm_that_is_due_goes_off_at_once_and_one_taken_back_never() {
        alarm("now", 0);
        clock.at(clock.instant().plusSeconds(1), () -> fired.add("taken back")).cancel();

        clock.advance(Duration.ofSeconds(2));

        assertThat(fired).containsExactly("now 2024-05-01T02:00:00Z");
    }
}
