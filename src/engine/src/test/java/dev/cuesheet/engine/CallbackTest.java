package dev.cuesheet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cuesheet.engine.internal.json.StructureJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CallbackTest {
    private static final int SECONDS = 30;

    private final TestEngine engine = TestEngine.at("2024-05-01T02:00:00Z");
    private final List<String> calls = new ArrayList<>();

    private Callback noting(String what) {
        return context -> calls.add(what + " "
                + context.taskInstance().map(TaskInstance::taskId).orElse("-") + " "
                + context.reason().orElse("-"));
    }

    private TaskHandle<?> observed(TaskHandle<?> task) {
        return task.onExecute(noting("execute"))
                .onSuccess(noting("success"))
                .onRetry(noting("retry"))
                .onFailure(noting("failure"))
                .onSkipped(noting("skipped"));
    }

    private DagBuilder dag() {
        return Dag.named("sales").onSuccess(noting("dag success")).onFailure(noting("dag failure"));
    }

    @Test
    void a_task_that_fails_once_tells_of_its_tries_the_retry_and_its_success() {
        var dag = dag();
        observed(dag.task("load", context -> {
                    if (context.tryNumber() == 1) {
                        throw new IllegalStateException("broken pipe");
                    }
                    return null;
                })
                .retries(Retries.upTo(1)));

        engine.run(dag.build());

        assertThat(calls)
                .containsExactly(
                        "execute load -",
                        "retry load IllegalStateException: broken pipe",
                        "execute load -",
                        "success load -",
                        "dag success load success");
    }

    @Test
    void a_task_that_fails_for_good_tells_of_that_and_its_dag_names_the_last_that_failed() {
        var dag = dag();
        observed(dag.task("first", context -> {
            throw TaskFailure.permanent("no disk");
        }));
        observed(dag.task("second", context -> {
                    throw new IllegalStateException("broken pipe");
                })
                .retries(Retries.upTo(1)));

        engine.run(dag.build());

        assertThat(calls).contains("failure first no disk", "failure second IllegalStateException: broken pipe");
        assertThat(calls).last().isEqualTo("dag failure second task_failure");
    }

    @Test
    void only_a_task_that_says_so_itself_tells_that_it_is_skipped() {
        var dag = dag();
        var says = dag.task("says", context -> {
            throw new TaskSkipped("nothing to do");
        });
        observed(says);
        observed(dag.task("below", context -> null).after(says));

        engine.run(dag.build());

        assertThat(calls).containsExactly("execute says -", "skipped says nothing to do", "dag success - success");
    }

    @Test
    void a_task_that_fails_because_of_those_above_tells_nothing() {
        var dag = dag();
        var above = dag.task("above", context -> {
            throw TaskFailure.permanent("no");
        });
        observed(dag.task("below", context -> null).after(above));

        engine.run(dag.build());

        assertThat(calls).containsExactly("dag failure above task_failure");
    }

    @Test
    void a_run_that_takes_too_long_says_so() {
        var dag = dag().dagrunTimeout(Duration.ofMinutes(5));
        observed(dag.sensor("wait", Poking.every(Duration.ofMinutes(1)), context -> Optional.empty()));

        engine.run(dag.build());

        assertThat(calls).containsExactly("execute wait -", "dag failure - timed_out");
    }

    @Test
    void a_sensor_that_looks_many_times_tells_once_that_it_begins() {
        var dag = dag();
        var looks = new ArrayList<Integer>();
        observed(dag.sensor(
                "wait",
                Poking.every(Duration.ofMinutes(1)),
                context -> looks.size() < 3 ? none(looks.add(1)) : Optional.of(true)));

        engine.run(dag.build());

        assertThat(looks).hasSize(3);
        assertThat(calls).containsExactly("execute wait -", "success wait -", "dag success wait success");
    }

    private static Optional<Boolean> none(boolean looked) {
        assertThat(looked).isTrue();
        return Optional.empty();
    }

    @Test
    void a_run_that_a_person_ends_tells_neither_of_its_end_nor_of_what_is_skipped() {
        var dag = dag();
        var wait = dag.sensor("wait", Poking.every(Duration.ofMinutes(1)), context -> Optional.empty());
        observed(dag.task("below", context -> null).after(wait));
        var built = dag.build();
        var run = engine.start(built);

        engine.engine.operations().end(built, run.runId(), RunState.FAILED);

        assertThat(engine.states("sales", run.runId())).containsEntry("below", "skipped");
        assertThat(calls).isEmpty();
    }

    @Test
    void a_callback_that_throws_changes_nothing_and_keeps_no_other_from_being_called() {
        var dag = dag();
        dag.task("load", context -> null)
                .onSuccess(context -> {
                    throw new IllegalStateException("the pager is down");
                })
                .onSuccess(noting("second"))
                .onSuccess(context -> {
                    throw new AssertionError("really down");
                });

        assertThat(engine.run(dag.build()).state()).isEqualTo(RunState.SUCCESS);

        assertThat(calls).containsExactly("second load -", "dag success load success");
    }

    @Test
    void what_a_callback_is_told_is_stored_already() {
        var dag = dag();
        var stored = new ArrayList<String>();
        dag.task("load", context -> null)
                .onExecute(context -> stored.add(stateOf(context)))
                .onSuccess(context -> stored.add(stateOf(context)));

        engine.run(dag.build());

        assertThat(stored).containsExactly("running", "success");
    }

    private String stateOf(CallbackContext context) {
        var key = context.taskInstance().orElseThrow().key();
        return engine.states(key.dagId(), key.runId()).get(key.taskId());
    }

    /** A notifier of the kind that people write: text comes from its user, and it knows when to fill it in. */
    private record Noting(List<String> notes, String text) implements Notifier {
        @Override
        public Map<String, String> templates() {
            return Map.of("text", text);
        }

        @Override
        public void call(CallbackContext context) {
            notes.add(context.render(text));
        }
    }

    @Test
    void a_notifier_fills_in_its_texts_with_what_has_happened() {
        var dag = dag().onFailure(new Noting(calls, "{{ dag.dag_id }} {{ ds }}: {{ reason }} in {{ ti.task_id }}"));
        dag.task("load", context -> {
                    throw new IllegalStateException("broken pipe");
                })
                .onFailure(new Noting(calls, "{{ task.task_id }}#{{ try_number }}: {{ exception }}"));

        engine.run(dag.build());

        assertThat(calls)
                .containsExactly(
                        "load#1: java.lang.IllegalStateException: broken pipe",
                        "dag failure load task_failure",
                        "sales 2024-05-01: task_failure in load");
    }

    @Test
    void a_fault_in_a_notifiers_text_is_found_when_the_dag_is_built() {
        var dag = Dag.named("sales").onFailure(new Noting(calls, "{{ nonsense }}"));
        dag.task("load", context -> null).onRetry(new Noting(calls, "{{ params.unknown }}"));
        dag.deadline("late", Deadline.afterQueuedAt(Duration.ofHours(1)), new Noting(calls, "{{ deadline.name }} {{"));

        assertThatThrownBy(dag::build)
                .isInstanceOf(DagDefinitionException.class)
                .hasMessageContaining("template of text in the notifier for on_failure")
                .hasMessageContaining("template of text in the notifier for on_retry")
                .hasMessageContaining("template of text in the notifier for deadline \"late\"");
    }

    @Test
    void the_structure_tells_what_has_callbacks() {
        var dag = dag();
        observed(dag.task("load", context -> null));

        assertThat(StructureJson.write(dag.build().structure()))
                .contains("\"callbacks\":[\"on_success\",\"on_failure\"]")
                .contains("\"callbacks\":[\"on_execute\",\"on_success\",\"on_retry\",\"on_failure\",\"on_skipped\"]");
    }

    @Test
    @Timeout(value = SECONDS, unit = TimeUnit.SECONDS)
    void a_callback_that_takes_its_time_holds_up_no_task_and_the_engines_end_waits_for_it() throws Exception {
        var runIsOver = new CountDownLatch(1);
        var threads = new ArrayList<String>();
        var dag = Dag.named("sales");
        dag.task("load", context -> null).onSuccess(context -> {
            runIsOver.await();
            threads.add(Thread.currentThread().getName());
        });
        dag.onSuccess(context -> threads.add("then the DAG's"));

        try (var real = Engine.builder().build()) {
            var run = real.run(dag.build(), RunRequest.manual());
            assertThat(run.state()).isEqualTo(RunState.SUCCESS);
            assertThat(threads).isEmpty();
            runIsOver.countDown();
        }

        assertThat(threads).hasSize(2).last().isEqualTo("then the DAG's");
        assertThat(threads.get(0)).startsWith("cuesheet-callback-");
    }
}
