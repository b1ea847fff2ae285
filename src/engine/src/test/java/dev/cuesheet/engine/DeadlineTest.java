package dev.cuesheet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cuesheet.engine.simulation.Simulation;
import dev.cuesheet.engine.spi.StoredDeadline;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final TestEngine engine = TestEngine.at("2024-05-01T02:00:00Z");
    private final List<String> missed = new ArrayList<>();

    private void note(CallbackContext context) {
        var deadline = context.deadline().orElseThrow();
        missed.add(deadline.name() + " " + deadline.due() + " "
                + context.run().state().label());
    }

    /** A DAG whose one task waits so long. */
    private DagBuilder taking(Duration time) {
        var dag = Dag.named("sales");
        dag.sensor("wait", Poking.every(Duration.ofMinutes(10)), context -> {
            var start = engine.store
                    .findRun(context.dagId(), context.runId())
                    .orElseThrow()
                    .startDate();
            return engine.clock.instant().isBefore(start.plus(time)) ? Optional.empty() : Optional.of(true);
        });
        return dag;
    }

    @Test
    void a_deadline_that_passes_while_the_run_goes_on_is_missed_once() {
        var dag = taking(Duration.ofHours(3))
                .deadline("two hours", Deadline.afterQueuedAt(Duration.ofHours(2)), this::note)
                .build();

        var run = engine.start(dag);
        engine.advance(Duration.ofMinutes(119));
        assertThat(missed).isEmpty();
        engine.advance(Duration.ofMinutes(1));
        assertThat(missed).containsExactly("two hours 2024-05-01T04:00:00Z running");

        engine.advance(Duration.ofDays(1));
        assertThat(missed).hasSize(1);
        assertThat(engine.store.deadlines().of("sales", run.runId()))
                .extracting(StoredDeadline::missedAt)
                .containsExactly(Instant.parse("2024-05-01T04:00:00Z"));
    }

    @Test
    void a_deadline_that_the_run_meets_is_gone_with_its_success() {
        var dag = taking(HOUR)
                .deadline("late", Deadline.afterQueuedAt(Duration.ofHours(2)), this::note)
                .build();

        var run = engine.start(dag);
        assertThat(engine.store.deadlines().pending("sales")).hasSize(1);
        engine.advance(Duration.ofDays(1));

        assertThat(missed).isEmpty();
        assertThat(engine.store.deadlines().of("sales", run.runId())).isEmpty();
    }

    @Test
    void a_run_that_has_failed_before_its_deadline_misses_it_too() {
        var dag = Dag.named("sales").deadline("late", Deadline.afterQueuedAt(HOUR), this::note);
        dag.task("load", context -> {
            throw TaskFailure.permanent("no");
        });

        engine.start(dag.build());
        engine.advance(Duration.ofDays(1));

        assertThat(missed).containsExactly("late 2024-05-01T03:00:00Z failed");
    }

    @Test
    void a_deadline_that_passed_while_no_engine_was_there_is_missed_once_when_there_is_one_again() {
        var dag = taking(Duration.ofDays(9))
                .deadline("late", Deadline.afterQueuedAt(HOUR), this::note)
                .build();
        engine.start(dag);
        engine.engine.close();
        engine.advance(Duration.ofDays(1));
        assertThat(missed).isEmpty();

        var first = new Scheduler(engine.afterCrash().engine);
        first.schedule(List.of(dag));
        assertThat(missed).containsExactly("late 2024-05-01T03:00:00Z running");
        first.close();
        new Scheduler(engine.afterCrash().engine).schedule(List.of(dag));
        engine.advance(HOUR);

        assertThat(missed).hasSize(1);
    }

    @Test
    void of_two_engines_that_watch_one_calls_back() {
        var dag = taking(Duration.ofHours(3))
                .deadline("late", Deadline.afterQueuedAt(HOUR), this::note)
                .build();
        engine.start(dag);
        new Scheduler(engine.withStoreOf(engine).engine).schedule(List.of(dag));

        engine.advance(Duration.ofHours(2));

        assertThat(missed).hasSize(1);
    }

    @Test
    void a_run_that_waits_in_the_queue_can_miss_its_deadline() {
        var dag = taking(HOUR)
                .deadline("late", Deadline.afterQueuedAt(HOUR), this::note)
                .build();

        engine.engine.queue(dag, RunRequest.manual());
        engine.advance(HOUR);

        assertThat(missed).containsExactly("late 2024-05-01T03:00:00Z queued");
    }

    @Test
    void deadlines_count_from_the_logical_date_or_are_fixed() {
        var dag = taking(Duration.ofHours(30))
                .deadline("logical", Deadline.afterLogicalDate(Duration.ofHours(26)), this::note)
                .deadline("fixed", Deadline.at(Instant.parse("2024-05-01T05:00:00Z")), this::note)
                .build();

        engine.engine.start(dag, RunRequest.manual().logicalDate(Instant.parse("2024-04-30T02:00:00Z")));
        engine.advance(Duration.ofHours(4));

        assertThat(missed)
                .containsExactly("logical 2024-05-01T04:00:00Z running", "fixed 2024-05-01T05:00:00Z running");
    }

    @Test
    void a_run_without_a_logical_date_has_no_deadline_after_it() {
        var asset = Asset.of("s3://curated/sales");
        var dag = taking(HOUR)
                .schedule(Schedule.onAssets(asset))
                .deadline("logical", Deadline.afterLogicalDate(HOUR), this::note)
                .deadline("queued", Deadline.afterQueuedAt(Duration.ofMinutes(30)), this::note)
                .build();
        new Scheduler(engine.engine).schedule(List.of(dag));

        engine.engine.assets().emit(asset, Map.of());
        engine.advance(HOUR);

        assertThat(missed).containsExactly("queued 2024-05-01T02:30:00Z running");
    }

    @Test
    void the_average_runtime_counts_once_there_are_enough_runs() {
        var deadline = Deadline.afterAverageRuntime(Duration.ofMinutes(30), 2, 2);
        engine.run(taking(HOUR).deadline("slow", deadline, this::note).build());
        engine.run(taking(Duration.ofHours(2))
                .deadline("slow", deadline, this::note)
                .build());
        assertThat(missed).isEmpty();

        var run = engine.start(taking(Duration.ofHours(4))
                .deadline("slow", deadline, this::note)
                .build());

        var start = engine.store.findRun("sales", run.runId()).orElseThrow().startDate();
        assertThat(engine.store.deadlines().pending("sales"))
                .extracting(StoredDeadline::due)
                .containsExactly(start.plus(Duration.ofHours(2)));
    }

    @Test
    void faults_in_deadlines_are_told() {
        var dag = taking(HOUR)
                .deadline("late", Deadline.afterQueuedAt(HOUR), this::note)
                .deadline("late", Deadline.afterQueuedAt(HOUR), this::note)
                .deadline(" ", Deadline.afterQueuedAt(HOUR), this::note);

        assertThatThrownBy(dag::build)
                .hasMessageContaining("deadline \"late\" is declared twice")
                .hasMessageContaining("a deadline needs a name");
        assertThatThrownBy(() -> Deadline.afterAverageRuntime(HOUR, 1, 2)).hasMessageContaining("got 2 to 1");
    }

    @Test
    void a_simulation_counts_the_deadlines_that_are_missed_and_calls_nobody_back() {
        var dag = Dag.named("sales")
                .schedule(Schedule.daily("02:00", ZoneId.of("UTC")))
                .deadline("by three", Deadline.afterLogicalDate(HOUR), this::note);
        dag.task("load", context -> null);

        var history = Simulation.of(dag.build())
                .from(Instant.parse("2025-01-01T00:00:00Z"))
                .to(Instant.parse("2025-01-04T00:00:00Z"))
                .takes(
                        "load",
                        attempt -> attempt.logicalDate().equals(Instant.parse("2025-01-02T02:00:00Z"))
                                ? Duration.ofHours(2)
                                : Duration.ofMinutes(2))
                .run();

        assertThat(history.runs())
                .extracting(run -> run.missedDeadlines())
                .containsExactly(List.of(), List.of("by three"), List.of());
        assertThat(history.missedDeadlines()).isEqualTo(1);
        assertThat(history.text()).contains("1 deadline missed").contains("missed \"by three\"");
        assertThat(missed).isEmpty();
    }
}
