package dev.cuesheet.enginejdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cuesheet.engine.Attempt;
import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.Retries;
import dev.cuesheet.engine.Schedule;
import dev.cuesheet.engine.TaskInstanceState;
import dev.cuesheet.engine.simulation.SimulatedOutcome;
import dev.cuesheet.engine.simulation.Simulation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulationOnSqliteTest {
    private static final Instant START = Instant.parse("2025-03-29T00:00:00Z");
    private static final Instant FIRST_RUN = Instant.parse("2025-03-29T01:00:00Z");

    @TempDir
    private Path folder;

    private static Simulation badWeek() {
        var dag = Dag.named("sales")
                .schedule(Schedule.daily("02:00", ZoneId.of("Europe/Zurich")))
                .catchup(true)
                .retries(Retries.upTo(2).backingOffFrom(Duration.ofSeconds(10)));
        var files = dag.task("list", context -> List.of("never made"));
        var landed = dag.expand("land", files, (context, file) -> "never");
        dag.task("report", landed, (context, all) -> "never");
        return Simulation.of(dag.build())
                .from(START)
                .to(START.plus(Duration.ofDays(7)))
                .items("list", 3)
                .outcome(
                        "land",
                        attempt -> attempt.mapIndex() == 1 && attempt.tryNumber() == 1
                                ? SimulatedOutcome.fails()
                                : SimulatedOutcome.succeeds())
                .crashAt(FIRST_RUN.plusSeconds(45), Duration.ofMinutes(3))
                .sleepFrom(FIRST_RUN.plus(Duration.ofHours(30)), Duration.ofDays(2));
    }

    @Test
    void a_week_of_crash_sleep_and_failures_goes_as_it_does_in_memory() {
        try (var store = SqliteStateStore.open(folder.resolve("cuesheet.db"))) {
            var history = badWeek().store(store).run();

            assertThat(history).isEqualTo(badWeek().run());
            assertThat(history.runs()).hasSize(7);
            assertThat(history.attempts())
                    .extracting(Attempt::state)
                    .contains(TaskInstanceState.RESTARTING, TaskInstanceState.UP_FOR_RETRY, TaskInstanceState.SUCCESS);
        }
    }
}
