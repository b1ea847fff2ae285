package dev.cuesheet.engine.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SystemAlarmsTest {
    private static final Instant EVENING = Instant.parse("2024-05-01T22:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(EVENING);
    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now.get();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    };

    @Test
    void an_alarm_goes_off_soon_after_the_clock_has_jumped_past_it() throws Exception {
        var rung = new CountDownLatch(1);
        try (var alarms = new SystemAlarms(clock, Duration.ofMillis(5))) {
            alarms.at(EVENING.plus(Duration.ofHours(4)), rung::countDown);

            now.set(EVENING.plus(Duration.ofHours(9)));

            assertThat(rung.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void an_alarm_that_has_been_looked_at_can_still_be_cancelled() throws Exception {
        var cancelled = new CountDownLatch(1);
        var later = new CountDownLatch(1);
        var looks = new CountDownLatch(5);
        var watched = new Clock() {
            @Override
            public Instant instant() {
                looks.countDown();
                return now.get();
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException();
            }
        };
        try (var alarms = new SystemAlarms(watched, Duration.ofMillis(1))) {
            var alarm = alarms.at(EVENING.plus(Duration.ofHours(4)), cancelled::countDown);
            assertThat(looks.await(30, TimeUnit.SECONDS)).isTrue();
            alarm.cancel();
            now.set(EVENING.plus(Duration.ofHours(9)));
            alarms.at(EVENING.plus(Duration.ofHours(5)), later::countDown);

            assertThat(later.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(cancelled.getCount()).isEqualTo(1);
        }
    }
}
