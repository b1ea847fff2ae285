package dev.cuesheet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cuesheet.engine.internal.schedule.RandomCrons;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for the runs of any schedule, in any zone, however late they are looked for. */
class TimetablePropertiesTest {
    private static final int ROUNDS = 150;
    private static final List<String> ZONES = List.of(
            "UTC",
            "America/New_York",
            "Europe/Zurich",
            "Australia/Lord_Howe",
            "America/Havana",
            "Africa/Cairo",
            "Antarctica/Troll");

    private record Case(Schedule schedule, Instant start, String what) {}

    private static Case random(Random random, boolean overIntervals) {
        var zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
        var start = RandomCrons.instant(random, zone);
        Schedule schedule;
        if (random.nextInt(8) == 0) {
            var step = random.nextBoolean()
                    ? Schedule.every(Period.of(0, random.nextInt(3), 1 + random.nextInt(40)))
                    : Schedule.every(Duration.ofSeconds(1 + random.nextInt(100_000)));
            schedule = overIntervals ? step.overDataIntervals() : step;
        } else {
            var cron = random.nextInt(6) == 0
                    ? Schedule.crons(zone, RandomCrons.expression(random), RandomCrons.expression(random))
                    : Schedule.cron(RandomCrons.expression(random), zone);
            schedule = overIntervals ? cron.overDataIntervals() : cron;
        }
        return new Case(schedule, start, schedule.describe() + " from " + start);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void with_catchup_data_intervals_tile_time_from_the_start_on(long seed) {
        var random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            var some = random(random, true);
            var bounds = new TimeRestriction(some.start(), null, true);
            DataInterval last = null;
            for (int i = 0; i < 50; i++) {
                var run = some.schedule().next(last, bounds, some.start()).orElseThrow();
                assertThat(run.logicalDate())
                        .as(some.what())
                        .isEqualTo(run.dataInterval().start());
                assertThat(run.runAfter())
                        .as(some.what())
                        .isEqualTo(run.dataInterval().end());
                assertThat(run.runAfter()).as(some.what()).isAfter(run.logicalDate());
                if (last == null) {
                    assertThat(run.logicalDate()).as(some.what()).isAfterOrEqualTo(some.start());
                } else {
                    assertThat(run.logicalDate()).as(some.what()).isEqualTo(last.end());
                }
                last = run.dataInterval();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6, 7, 8})
    void with_catchup_the_runs_of_ticks_never_go_back_and_leave_no_tick_out(long seed) {
        var random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            var some = random(random, false);
            var bounds = new TimeRestriction(some.start(), null, true);
            var runs = some.schedule()
                    .runsBetween(some.start(), Instant.parse("2100-01-01T00:00:00Z"))
                    .limit(50)
                    .toList();
            for (int i = 1; i < runs.size(); i++) {
                var before = runs.get(i - 1);
                var run = runs.get(i);
                assertThat(run.logicalDate()).as(some.what()).isAfter(before.logicalDate());
                // asked at any instant in between, the answer is the same
                var gap = Duration.between(before.runAfter(), run.runAfter());
                var now = before.runAfter().plusSeconds((long) (random.nextDouble() * gap.toSeconds()));
                assertThat(some.schedule().next(before.dataInterval(), bounds, now))
                        .as(some.what())
                        .contains(run);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {9, 10, 11, 12})
    void without_catchup_logical_dates_never_repeat_however_late_the_scheduler_wakes(long seed) {
        var random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            boolean overIntervals = random.nextBoolean();
            var some = random(random, overIntervals);
            var bounds = new TimeRestriction(random.nextBoolean() ? some.start() : null, null, false);
            var now = some.start();
            Set<Instant> seen = new HashSet<>();
            DataInterval last = null;
            for (int i = 0; i < 50; i++) {
                var run = some.schedule().next(last, bounds, now).orElseThrow();
                assertThat(seen.add(run.logicalDate()))
                        .as(some.what() + " repeats " + run.logicalDate())
                        .isTrue();
                if (last != null) {
                    assertThat(run.dataInterval().start()).as(some.what()).isAfterOrEqualTo(last.end());
                    assertThat(run.runAfter()).as(some.what()).isAfter(last.end());
                }
                assertThat(run)
                        .as(some.what())
                        .isEqualTo(some.schedule().next(last, bounds, now).orElseThrow());
                last = run.dataInterval();
                now = run.isDue(now) ? now : run.runAfter();
                if (random.nextInt(3) == 0) {
                    now = now.plusMillis((long) (random.nextDouble() * 20_000_000_000L));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {13, 14})
    void without_catchup_at_most_one_run_is_due_after_a_long_sleep(long seed) {
        var random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            var some = random(random, random.nextBoolean());
            var bounds = new TimeRestriction(some.start(), null, false);
            var first = some.schedule().next(null, bounds, some.start()).orElseThrow();
            var now = first.runAfter().plusMillis(1 + (long) (random.nextDouble() * 40_000_000_000L));
            var second = some.schedule().next(first.dataInterval(), bounds, now).orElseThrow();
            if (second.isDue(now)) {
                var third =
                        some.schedule().next(second.dataInterval(), bounds, now).orElseThrow();
                assertThat(third.isDue(now)).as(some.what() + " at " + now).isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {15, 16})
    void a_manual_run_has_the_last_interval_that_is_complete(long seed) {
        var random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            var some = random(random, true);
            if (some.schedule() instanceof Schedule.Cron) {
                var interval = some.schedule().manualInterval(some.start());
                assertThat(interval.end()).as(some.what()).isBeforeOrEqualTo(some.start());
                var next = some.schedule()
                        .next(interval, new TimeRestriction(null, null, true), some.start())
                        .orElseThrow();
                assertThat(next.logicalDate()).as(some.what()).isEqualTo(interval.end());
                assertThat(next.runAfter()).as(some.what()).isAfter(some.start());
            }
        }
    }
}
