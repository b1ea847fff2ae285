package dev.cuesheet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.cuesheet.engine.Poking.Failing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SensorTest {
    private static final Instant START = Instant.parse("2024-05-01T02:00:00Z");
    private static final Poking EVERY_MINUTE = Poking.every(Duration.ofMinutes(1));

    private final TestEngine engine = TestEngine.at(START.toString());
    private final DagBuilder dag = Dag.named("sales");
    private final List<Duration> pokes = new ArrayList<>();

    /** Comes to pass at the given poke. */
    private Sensor<String> atPoke(int number) {
        return context -> {
            pokes.add(Duration.between(START, context.clock().instant()));
            return pokes.size() < number ? Optional.empty() : Optional.of("poke " + number);
        };
    }

    private static final Sensor<String> NEVER = context -> Optional.empty();

    private String stateOf(ActiveRun run, String task) {
        return engine.states(run.dagId(), run.runId()).get(task);
    }

    @Test
    void a_sensor_pokes_at_its_interval_and_hands_on_what_it_found() {
        var found = new ArrayList<String>();
        var sensor = dag.sensor("wait", EVERY_MINUTE, atPoke(3));
        dag.task("load", sensor, (context, text) -> found.add(text));
        var run = engine.start(dag.build());

        engine.advance(Duration.ofMinutes(2));

        assertThat(found).containsExactly("poke 3");
        assertThat(pokes).containsExactly(Duration.ZERO, Duration.ofMinutes(1), Duration.ofMinutes(2));
        assertThat(stateOf(run, "wait")).isEqualTo("success");
        assertThat(engine.attempts(run, "wait")).isEqualTo(1);
    }

    @Test
    void a_poking_sensor_keeps_its_slot_and_a_rescheduling_one_gives_it_back() {
        dag.maxActiveTasks(1);
        dag.sensor("wait", EVERY_MINUTE, atPoke(2));
        dag.task("other", context -> "done");
        var keeping = engine.start(dag.build());
        assertThat(engine.states("sales", keeping.runId()))
                .contains(entry("wait", "running"), entry("other", "scheduled"));

        var second = TestEngine.at(START.toString());
        var polite = Dag.named("sales").maxActiveTasks(1);
        polite.sensor("wait", EVERY_MINUTE.rescheduling(), NEVER);
        polite.task("other", context -> "done");
        var giving = second.start(polite.build());

        assertThat(second.states("sales", giving.runId()))
                .contains(entry("wait", "up_for_reschedule"), entry("other", "success"));
    }

    @ParameterizedTest(name = "with {0} a timeout is {1}")
    @CsvSource({"FAILS, failed", "SOFT, skipped", "NEVER, skipped", "SILENT, failed"})
    void a_timeout_counts_from_the_first_poke_and_is_not_tried_again(Failing failing, String state) {
        var poking = EVERY_MINUTE.atMost(Duration.ofMinutes(10)).rescheduling().failing(failing);
        dag.sensor("wait", poking, NEVER).retries(Retries.upTo(3));
        var run = engine.start(dag.build());

        engine.advance(Duration.ofMinutes(9).plusSeconds(59));
        assertThat(stateOf(run, "wait")).isEqualTo("up_for_reschedule");
        engine.advance(Duration.ofSeconds(1));

        assertThat(stateOf(run, "wait")).isEqualTo(state);
        assertThat(engine.attempts(run, "wait")).isEqualTo(1);
    }

    @Test
    void the_timeout_goes_on_counting_while_the_process_is_away() {
        dag.sensor("wait", EVERY_MINUTE.atMost(Duration.ofMinutes(10)).rescheduling(), NEVER);
        var built = dag.build();
        var run = engine.start(built);
        engine.advance(Duration.ofMinutes(4));

        var other = engine.afterCrash();
        other.engine.startResuming(built, run.runId());
        assertThat(other.states("sales", run.runId())).containsEntry("wait", "up_for_reschedule");
        engine.advance(Duration.ofMinutes(6));

        assertThat(other.states("sales", run.runId())).containsEntry("wait", "failed");
        assertThat(engine.attempts(run, "wait")).isEqualTo(1);
    }

    @Test
    void an_execution_timeout_that_passes_between_two_pokes_ends_the_attempt_then() {
        dag.sensor("wait", Poking.every(Duration.ofHours(1)), atPoke(9))
                .executionTimeout(Duration.ofMinutes(90))
                .retries(Retries.upTo(1).every(Duration.ofMinutes(1)));
        var run = engine.start(dag.build());

        engine.advance(Duration.ofMinutes(90).minusSeconds(1));
        assertThat(stateOf(run, "wait")).isEqualTo("running");
        engine.advance(Duration.ofSeconds(1));

        assertThat(stateOf(run, "wait")).isEqualTo("up_for_retry");
        assertThat(engine.store.attempts("sales", run.runId()))
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.error()).isEqualTo("Exceeded its execution timeout of 1h30m"));
        assertThat(pokes).containsExactly(Duration.ZERO, Duration.ofHours(1));
    }

    @Test
    void a_failed_poke_is_a_failed_attempt_and_the_next_try_waits_anew() {
        var poking = EVERY_MINUTE.atMost(Duration.ofMinutes(10)).rescheduling();
        var fails = new boolean[] {true};
        dag.sensor("wait", poking, context -> {
                    if (fails[0]) {
                        fails[0] = false;
                        throw new IllegalStateException("no answer");
                    }
                    return Optional.empty();
                })
                .retries(Retries.upTo(1).every(Duration.ofMinutes(5)));
        var run = engine.start(dag.build());
        assertThat(stateOf(run, "wait")).isEqualTo("up_for_retry");

        engine.advance(Duration.ofMinutes(5));
        engine.advance(Duration.ofMinutes(9));

        assertThat(stateOf(run, "wait")).isEqualTo("up_for_reschedule");
        assertThat(engine.attempts(run, "wait")).isEqualTo(2);
    }

    @Test
    void the_execution_timeout_of_a_sensor_that_gives_its_slot_back_counts_from_each_poke() {
        dag.sensor("wait", EVERY_MINUTE.rescheduling(), atPoke(5)).executionTimeout(Duration.ofSeconds(90));
        var run = engine.start(dag.build());

        engine.advance(Duration.ofMinutes(4));

        assertThat(stateOf(run, "wait")).isEqualTo("success");
    }

    @Test
    void a_silent_sensor_goes_on_poking_after_a_failed_poke() {
        dag.sensor("wait", EVERY_MINUTE.failing(Failing.SILENT), context -> {
            if (context.clock().instant().equals(START)) {
                throw new IllegalStateException("no answer");
            }
            return Optional.of("found");
        });
        var run = engine.start(dag.build());

        engine.advance(Duration.ofMinutes(1));

        assertThat(stateOf(run, "wait")).isEqualTo("success");
    }

    @Test
    void intervals_grow_up_to_their_limit() {
        dag.sensor("wait", EVERY_MINUTE.rescheduling().backingOffTo(Duration.ofMinutes(20)), atPoke(8));
        engine.run(dag.build());

        assertThat(pokes).hasSize(8);
        for (int poke = 1; poke < pokes.size(); poke++) {
            long least = Math.min(1_200, (long) (60 * Math.pow(2, poke - 2)));
            assertThat(pokes.get(poke).minus(pokes.get(poke - 1)).toSeconds())
                    .as("seconds after poke %d", poke)
                    .isBetween(least, Math.min(1_200, 2 * least));
        }
    }

    @Test
    void a_cancelled_run_does_not_wait_for_its_sensors() throws Exception {
        dag.sensor("keeping", EVERY_MINUTE, NEVER);
        dag.sensor("giving", EVERY_MINUTE.rescheduling(), NEVER);
        var run = engine.start(dag.build());

        run.cancel();

        assertThat(run.await(Duration.ZERO).orElseThrow().state()).isEqualTo(RunState.FAILED);
    }

    @Test
    void ten_thousand_waiting_sensors_hold_no_thread() {
        dag.maxActiveTasks(10_000);
        for (int i = 0; i < 10_000; i++) {
            dag.sensor("wait" + i, EVERY_MINUTE.rescheduling(), NEVER);
        }
        var before = Thread.activeCount();

        var run = engine.start(dag.build());

        assertThat(Thread.activeCount()).isLessThan(before + 5);
        assertThat(engine.states("sales", run.runId()).values()).containsOnly("up_for_reschedule");
    }
}
