package dev.cuesheet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cuesheet.engine.Backfill.Reprocess;
import dev.cuesheet.engine.spi.StateStoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackfillTest {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final Instant FIRST = Instant.parse("2024-05-01T02:00:00Z");
    private static final Instant THIRD = Instant.parse("2024-05-03T02:00:00Z");

    private final TestEngine engine = TestEngine.at("2024-06-01T01:00:00Z");
    private final BackfillOperations backfills = engine.engine.backfills();
    private final List<String> ran = new ArrayList<>();
    private boolean fails;

    private DagBuilder builder() {
        var dag = Dag.named("nightly")
                .schedule(Schedule.daily("02:00", UTC))
                .endDate(Instant.parse("2024-05-20T00:00:00Z"))
                .retries(Retries.none())
                .param("year", 2008, "the year");
        dag.task("work", context -> {
            ran.add(context.logicalDate().toString().substring(8, 10));
            if (fails) {
                throw TaskFailure.permanent("broken");
            }
            return "x";
        });
        return dag;
    }

    private void goOn(Dag dag) {
        try (var scheduler = new Scheduler(engine.engine)) {
            scheduler.schedule(List.of(dag));
        }
    }

    @Test
    void every_missing_date_of_the_span_has_its_run_in_order() {
        var dag = builder().build();

        var backfill =
                backfills.create(dag, BackfillRequest.between(FIRST, THIRD).maxActiveRuns(1));
        assertThat(engine.store.unfinishedRuns("nightly"))
                .allSatisfy(run -> assertThat(run.type()).isEqualTo(RunType.BACKFILL))
                .extracting(DagRun::runId)
                .first()
                .isEqualTo("backfill__2024-05-01T02:00:00+00:00");
        goOn(dag);

        assertThat(ran).startsWith("01", "02", "03");
        var ended = backfills.find(backfill.number()).orElseThrow();
        assertThat(ended.hasEnded()).isTrue();
        assertThat(backfills.runs(ended)).extracting(DagRun::state).containsOnly(RunState.SUCCESS);
    }

    @Test
    void backwards_the_latest_date_comes_first() {
        var dag = builder().build();

        backfills.create(
                dag, BackfillRequest.between(FIRST, THIRD).maxActiveRuns(1).backwards());
        goOn(dag);

        assertThat(ran).startsWith("03", "02", "01");
    }

    @Test
    void a_dry_run_says_what_would_be_done_and_does_nothing() {
        var dag = builder().build();
        backfills.create(dag, BackfillRequest.between(FIRST, FIRST));

        var plan = backfills.plan(dag, BackfillRequest.between(FIRST, THIRD));

        assertThat(plan).extracting(Backfill.Entry::leftAlone).containsExactly("in flight", null, null);
        assertThat(engine.store.unfinishedRuns("nightly")).hasSize(1);
        assertThat(ran).isEmpty();
    }

    @Test
    void dates_that_have_a_run_are_run_again_as_the_request_says() {
        var dag = builder().build();
        fails = true;
        backfills.create(dag, BackfillRequest.between(FIRST, FIRST));
        goOn(dag);
        fails = false;
        backfills.create(dag, BackfillRequest.between(FIRST, THIRD));
        goOn(dag);
        assertThat(engine.store.findRun("nightly", FIRST).orElseThrow().state()).isEqualTo(RunState.FAILED);
        ran.clear();

        var failed = backfills.create(dag, BackfillRequest.between(FIRST, THIRD).reprocess(Reprocess.FAILED));
        goOn(dag);
        assertThat(ran).containsExactly("01");
        assertThat(failed.entries())
                .extracting(Backfill.Entry::leftAlone)
                .containsExactly(null, "already exists", "already exists");
        ran.clear();
        backfills.create(dag, BackfillRequest.between(FIRST, THIRD).reprocess(Reprocess.COMPLETED));
        goOn(dag);

        assertThat(ran).containsExactlyInAnyOrder("01", "02", "03");
        assertThat(engine.store.findRun("nightly", FIRST).orElseThrow().clearNumber())
                .isEqualTo(2);
    }

    @Test
    void a_backfill_has_its_own_limit_beside_that_of_the_schedule() {
        var dag = Dag.named("slow").schedule(Schedule.daily("02:00", UTC)).maxActiveRuns(1);
        dag.sensor("wait", Poking.every(Duration.ofHours(1)), context -> Optional.empty());
        var built = dag.build();

        backfills.create(
                built,
                BackfillRequest.between(FIRST, THIRD.plus(Duration.ofDays(7))).maxActiveRuns(2));
        try (var scheduler = new Scheduler(engine.engine)) {
            scheduler.schedule(List.of(built));
        }

        var running = engine.store.unfinishedRuns("slow").stream()
                .filter(run -> run.state() == RunState.RUNNING)
                .toList();
        assertThat(running)
                .extracting(DagRun::type)
                .containsExactly(RunType.BACKFILL, RunType.BACKFILL, RunType.SCHEDULED);
    }

    @Test
    void a_paused_backfill_starts_no_runs_until_it_is_unpaused() {
        var dag = builder().build();
        var backfill = backfills.create(dag, BackfillRequest.between(FIRST, THIRD));
        backfills.pause(backfill.number());
        goOn(dag);
        assertThat(backfills.runs(backfill)).extracting(DagRun::state).containsOnly(RunState.QUEUED);

        backfills.unpause(backfill.number());
        goOn(dag);

        assertThat(backfills.runs(backfill)).extracting(DagRun::state).containsOnly(RunState.SUCCESS);
    }

    @Test
    void who_works_on_a_backfill_alone_leaves_other_runs_and_the_schedule_to_others() {
        var dag = builder().build();
        var backfill = backfills.create(dag, BackfillRequest.between(FIRST, THIRD));
        engine.engine.queue(dag, RunRequest.manual().runId("by_hand"));

        try (var scheduler = Scheduler.ofWaiting(
                engine.engine, run -> Long.valueOf(backfill.number()).equals(run.backfill()))) {
            scheduler.schedule(List.of(dag));
            engine.advance(Duration.ofDays(1));
        }

        assertThat(ran).containsExactly("01", "02", "03");
        assertThat(engine.store.unfinishedRuns("nightly"))
                .extracting(DagRun::runId)
                .containsExactly("by_hand");
        assertThat(engine.store.runs("nightly", 10)).hasSize(4);
    }

    @Test
    void a_cancelled_backfill_has_failed_runs_where_they_waited() {
        var dag = builder().build();
        var backfill = backfills.create(dag, BackfillRequest.between(FIRST, THIRD));

        backfills.cancel(dag, backfill.number());

        assertThat(backfills.runs(backfill)).extracting(DagRun::state).containsOnly(RunState.FAILED);
        assertThat(backfills.find(backfill.number()).orElseThrow().hasEnded()).isTrue();
        assertThat(ran).isEmpty();
    }

    @Test
    void what_cannot_be_backfilled_is_refused_with_the_reason() {
        var dag = builder().build();
        var manual = Dag.named("manual");
        manual.task("work", context -> "x");
        var dependent = builder();
        dependent.task("load", context -> "x").dependsOnPast();
        var dependentDag = dependent.build();
        var span = BackfillRequest.between(FIRST, THIRD);

        assertThatThrownBy(() -> backfills.create(manual.build(), span)).hasMessageContaining("has no past");
        assertThatThrownBy(() ->
                        backfills.create(dag, BackfillRequest.between(FIRST, Instant.parse("2024-07-01T00:00:00Z"))))
                .hasMessageContaining("in the future");
        assertThatThrownBy(() -> backfills.create(
                        dependentDag, span.reprocess(Reprocess.FAILED).backwards()))
                .hasMessageContaining("\"load\" depends on the past");
        assertThatThrownBy(() -> backfills.create(dependentDag, span))
                .hasMessageContaining("\"load\" depends on the past");
        assertThatThrownBy(() -> backfills.create(dag, span.params(Map.of("yeer", 1))))
                .isInstanceOf(InvalidParamException.class);
        backfills.create(dag, span);
        assertThatThrownBy(() -> backfills.create(dag, span))
                .isInstanceOf(StateStoreException.class)
                .hasMessageContaining("has not ended");
    }

    @Test
    void the_first_run_of_a_backfill_does_not_look_back() {
        var dag = Dag.named("nightly").schedule(Schedule.daily("02:00", UTC)).retries(Retries.none());
        dag.task("load", context -> {
                    ran.add(context.runId().substring(0, 6)
                            + context.logicalDate().toString().substring(8, 10));
                    if (fails) {
                        throw TaskFailure.permanent("broken");
                    }
                    return "x";
                })
                .dependsOnPast();
        var built = dag.endDate(Instant.parse("2024-05-20T00:00:00Z")).build();
        fails = true;
        engine.engine.start(built, RunRequest.manual().runId("before").logicalDate(FIRST.minusSeconds(86_400)));
        fails = false;

        backfills.create(built, BackfillRequest.between(FIRST, THIRD).reprocess(Reprocess.FAILED));
        goOn(built);

        assertThat(ran).startsWith("before30", "backfi01", "backfi02", "backfi03");
    }
}
