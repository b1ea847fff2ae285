package dev.cuesheet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tasks that depend on the run before. */
class PastTest {
    private static final Instant FIRST = Instant.parse("2024-05-01T00:00:00Z");

    private final TestEngine engine = TestEngine.at("2024-06-01T01:00:00Z");
    private final List<String> ran = new ArrayList<>();
    private boolean fails;

    private ActiveRun start(Dag dag, int day) {
        return engine.engine.start(
                dag, RunRequest.manual().runId("day" + day).logicalDate(FIRST.plus(Duration.ofDays(day))));
    }

    @Test
    void a_run_waits_for_one_that_is_still_under_way_and_goes_on_as_soon_as_that_has_come_so_far() {
        var dag = Dag.named("sales").retries(Retries.none());
        dag.sensor(
                        "load",
                        Poking.every(Duration.ofMinutes(10)),
                        context -> context.runId().equals("day1")
                                        && context.clock().instant().isBefore(Instant.parse("2024-06-01T02:00:00Z"))
                                ? Optional.empty()
                                : Optional.of(ran.add(context.runId())))
                .dependsOnPast();
        var built = dag.build();
        start(built, 1);
        start(built, 2);
        start(built, 3);
        assertThat(ran).isEmpty();

        engine.advance(Duration.ofHours(1));

        assertThat(ran).containsExactly("day1", "day2", "day3");
        assertThat(engine.store.unfinishedRuns("sales")).isEmpty();
    }

    @Test
    void wait_for_downstream_waits_for_the_tasks_below_as_well() {
        var dag = Dag.named("sales").retries(Retries.none());
        var load =
                dag.task("load", context -> ran.add("load " + context.runId())).waitForDownstream();
        dag.task("check", context -> {
                    if (fails) {
                        throw TaskFailure.permanent("broken");
                    }
                    return ran.add("check " + context.runId());
                })
                .after(load);
        var built = dag.build();
        fails = true;
        start(built, 1);
        fails = false;

        start(built, 2);

        assertThat(ran).containsExactly("load day1");
    }

    @Test
    void with_catchup_runs_by_hand_are_not_the_run_before() {
        var dag = Dag.named("sales").retries(Retries.none()).catchup(true);
        dag.task("load", context -> {
                    ran.add(context.runId());
                    throw TaskFailure.permanent("broken");
                })
                .dependsOnPast();
        var built = dag.build();
        start(built, 1);

        start(built, 2);

        assertThat(ran).containsExactly("day1", "day2");
    }
}
