package dev.cuesheet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatestOnlyTest {
    private static final Schedule OVER_DAYS =
            Schedule.daily("00:00", ZoneOffset.UTC).overDataIntervals();
    private static final Schedule AT_MIDNIGHT = Schedule.daily("00:00", ZoneOffset.UTC);

    private static Map<String, String> states(Schedule schedule, RunType type, String logicalDate, String now) {
        var engine = TestEngine.at(now);
        var dag = Dag.named("sales").schedule(schedule);
        var latest = dag.latestOnly("latest_only");
        var notify = dag.task("notify", context -> "told").after(latest);
        dag.task("archive", context -> "archived").after(notify).triggerRule(TriggerRule.ALL_DONE);
        var built = dag.build();
        var date = Instant.parse(logicalDate);
        var run = engine.engine.start(built, new RunRequest(type, Map.of(), date, null, null, type.runId(date)));
        engine.advance(Duration.ZERO);
        return engine.states(run.dagId(), run.runId());
    }

    @ParameterizedTest(name = "the run over 1 May, executed at {0}: {1}")
    @CsvSource({
        "2024-05-02T00:00:01Z, success",
        "2024-05-02T23:59:59Z, success",
        "2024-05-03T00:00:00Z, success",
        "2024-05-03T00:00:01Z, skipped",
        "2024-06-01T00:00:00Z, skipped"
    })
    void only_the_latest_run_over_an_interval_goes_on_below(String now, String state) {
        assertThat(states(OVER_DAYS, RunType.SCHEDULED, "2024-05-01T00:00:00Z", now))
                .containsOnly(entry("latest_only", "success"), entry("notify", state), entry("archive", "success"));
    }

    @ParameterizedTest(name = "the run for midnight of 1 May, executed at {0}: {1}")
    @CsvSource({"2024-05-01T00:00:01Z, success", "2024-05-02T00:00:00Z, success", "2024-05-02T00:00:01Z, skipped"})
    void only_the_latest_run_for_an_instant_goes_on_below(String now, String state) {
        assertThat(states(AT_MIDNIGHT, RunType.SCHEDULED, "2024-05-01T00:00:00Z", now))
                .containsEntry("notify", state);
    }

    @Test
    void a_backfilled_run_of_the_past_is_not_the_latest() {
        assertThat(states(OVER_DAYS, RunType.BACKFILL, "2024-01-01T00:00:00Z", "2024-05-01T00:00:00Z"))
                .containsEntry("notify", "skipped");
    }

    @Test
    void a_run_that_a_person_asked_for_skips_nothing() {
        assertThat(states(OVER_DAYS, RunType.MANUAL, "2024-01-01T00:00:00Z", "2024-05-01T00:00:00Z"))
                .containsEntry("notify", "success");
    }

    @Test
    void the_last_run_of_all_is_the_latest_however_late() {
        var once = Schedule.at(List.of(Instant.parse("2024-01-01T00:00:00Z")));

        assertThat(states(once, RunType.SCHEDULED, "2024-01-01T00:00:00Z", "2024-05-01T00:00:00Z"))
                .containsEntry("notify", "success");
    }
}
