package dev.cuesheet.engine.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.DataInterval;
import dev.cuesheet.engine.Schedule;
import dev.cuesheet.engine.ScheduledRun;
import dev.cuesheet.engine.TimeRestriction;
import dev.cuesheet.engine.spi.Timetable;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScheduleJsonTest {
    private static final ZoneId ZURICH = ZoneId.of("Europe/Zurich");

    private static String written(Schedule schedule) {
        var dag = Dag.named("sales").schedule(schedule);
        dag.task("land", context -> null);
        return StructureJson.write(dag.build().structure());
    }

    static Stream<Schedule> data() {
        var cron = Schedule.cron("0 2 * * *", ZURICH);
        var events = Schedule.at(List.of(Instant.EPOCH, Instant.parse("2024-05-01T02:00:00.123Z")));
        return Stream.of(
                cron,
                cron.overDataIntervals(),
                cron.interval(Duration.ofHours(36)),
                cron.interval(Period.of(1, 2, 3)).runImmediately(),
                cron.runImmediatelyWithin(Duration.ofMinutes(7)),
                Schedule.crons(ZURICH, "@daily", "*/5 * * * *"),
                Schedule.crons(ZURICH, "@daily", "*/5 * * * *").overDataIntervals(),
                Schedule.every(Duration.ofMillis(1_500)),
                Schedule.every(Duration.ofDays(2)).overDataIntervals(),
                Schedule.every(Period.ofMonths(1)),
                Schedule.every(Period.ofDays(7)).interval(Duration.ofHours(1)),
                Schedule.once(),
                Schedule.continuous(),
                events,
                events.restrictedToEvents(),
                Schedule.at(List.of()),
                Schedule.manual());
    }

    @ParameterizedTest
    @MethodSource("data")
    void every_kind_of_schedule_is_read_as_it_was_written(Schedule schedule) {
        assertThat(StructureJson.schedule(written(schedule))).isEqualTo(schedule);
    }

    @Test
    void a_plain_cron_is_written_as_it_always_was() {
        assertThat(written(Schedule.daily("02:00", ZURICH)))
                .contains("\"schedule\":{\"cron\":\"0 2 * * *\",\"zone\":\"Europe/Zurich\"}");
        assertThat(written(Schedule.manual())).doesNotContain("schedule");
    }

    @Test
    void a_structure_of_an_older_version_is_readable() {
        var older = "{\"id\":\"sales\",\"description\":\"\",\"schedule\":{\"cron\":\"0 2 * * *\",\"zone\":\"UTC\"},"
                + "\"catchup\":false,\"retries\":{\"count\":0},\"tasks\":[{\"id\":\"land\"}]}";
        assertThat(StructureJson.schedule(older)).isEqualTo(Schedule.daily("02:00", ZoneId.of("UTC")));
        assertThat(StructureJson.taskIds(older)).containsExactly("land");
        assertThat(StructureJson.schedule("{\"id\":\"sales\",\"tasks\":[]}")).isEqualTo(Schedule.manual());
    }

    @Test
    void a_kind_of_a_newer_version_is_remembered_by_its_name() {
        assertThat(StructureJson.schedule("{\"schedule\":{\"moon\":{\"phase\":[1]},\"zone\":null}}"))
                .isEqualTo(new Schedule.Remembered("moon"));
    }

    @Test
    void a_custom_schedule_is_remembered_by_its_description() {
        var custom = Schedule.custom(new Timetable() {
            @Override
            public Optional<ScheduledRun> next(@Nullable DataInterval last, TimeRestriction restriction, Instant now) {
                return Optional.of(ScheduledRun.exact(now));
            }

            @Override
            public String describe() {
                return "on trading days";
            }
        });
        var read = StructureJson.schedule(written(custom));
        assertThat(read).isEqualTo(new Schedule.Remembered("on trading days"));
        assertThat(read.describe()).isEqualTo("on trading days");
        assertThat(read.next(null, TimeRestriction.none(), Instant.EPOCH)).isEmpty();
        assertThat(StructureJson.schedule(written(read))).isEqualTo(read);
    }

    @Test
    void the_bounds_are_written_too() {
        var dag = Dag.named("sales").startDate(Instant.EPOCH).endDate(Instant.EPOCH.plusSeconds(1));
        dag.task("land", context -> null);
        assertThat(StructureJson.write(dag.build().structure()))
                .contains("\"startDate\":\"1970-01-01T00:00:00Z\"", "\"endDate\":\"1970-01-01T00:00:01Z\"");
    }
}
