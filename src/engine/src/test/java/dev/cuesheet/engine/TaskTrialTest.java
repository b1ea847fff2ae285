package dev.cuesheet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TaskTrialTest {
    private static final RunListener NOBODY = new RunListener() {};

    private final TestEngine engine = TestEngine.at("2024-05-01T01:00:00Z");
    private final List<String> ran = new ArrayList<>();

    /** {@code land -> load -> report}, {@code each} mapped over what {@code load} gives. */
    private Dag sales() {
        var dag = Dag.named("sales").retries(Retries.none()).param("year", 2008, "the year");
        var land = dag.task("land", context -> {
            ran.add("land " + context.runId());
            return "files of " + context.param("year", Integer.class);
        });
        var load = dag.task("load", land, (context, files) -> {
            ran.add("load " + files + " on " + context.render("{{ ds }}"));
            return List.of(files, "more");
        });
        dag.task("broken", context -> {
            throw new IllegalStateException("it rained");
        });
        dag.task("nothing", context -> {
            throw new TaskSkipped("nothing today");
        });
        dag.sensor("gate", Poking.every(Duration.ofMinutes(1)), context -> Optional.empty());
        dag.task("copy", new Copying());
        dag.expand("each", load, (context, item) -> item + "!");
        return dag.build();
    }

    private static final class Copying implements Operator<String> {
        @Override
        public String execute(TaskContext context) {
            throw new IllegalStateException("rendering must not copy");
        }

        @Override
        public Map<String, String> templates() {
            return Map.of("sql", "copy from 's3://raw/{{ ds }}/' -- {{ params.year }}");
        }
    }

    private TaskTrial.Result trial(String taskId, RunRequest request, int mapIndex, @Nullable String resultsOf) {
        return new TaskTrial(sales(), engine.store, engine.clock, Secrets.none())
                .run(taskId, request, mapIndex, resultsOf, NOBODY);
    }

    private TaskTrial.Result trial(String taskId) {
        return trial(taskId, RunRequest.manual(), -1, null);
    }

    @Test
    void a_task_is_run_alone_with_the_params_given_and_leaves_nothing() {
        var result = trial("land", RunRequest.manual().params(Map.of("year", "2010")), -1, null);

        assertThat(result.state()).isEqualTo(TaskInstanceState.SUCCESS);
        assertThat(result.json()).isEqualTo("\"files of 2010\"");
        assertThat(ran).hasSize(1);
        assertThat(engine.store.runs(null, 10)).isEmpty();
    }

    @Test
    void what_it_takes_from_others_is_what_the_latest_run_has_that_has_it() {
        engine.engine.start(sales(), RunRequest.manual().runId("first").params(Map.of("year", 2001)));
        engine.advance(Duration.ofMinutes(1));
        engine.engine.operations().end(sales(), "first", RunState.FAILED);
        engine.engine.queue(sales(), RunRequest.manual().runId("second"));
        ran.clear();

        var result = trial("load", RunRequest.manual().logicalDate(Instant.parse("2024-02-01T00:00:00Z")), -1, null);

        assertThat(ran).containsExactly("load files of 2001 on 2024-02-01");
        assertThat(result.inputsFrom()).isEqualTo("first");
        assertThat(trial("each", RunRequest.manual(), 1, "first").json()).isEqualTo("\"more!\"");
        assertThatThrownBy(() -> trial("load", RunRequest.manual(), -1, "second"))
                .hasMessageContaining("results of land, which run second does not have");
        assertThatThrownBy(() -> trial("each", RunRequest.manual(), 2, null)).hasMessageContaining("from 0 to 1");
    }

    @Test
    void without_a_run_that_has_its_inputs_it_says_so() {
        assertThatThrownBy(() -> trial("load"))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("takes the results of land, which no run of DAG \"sales\" has");
    }

    @Test
    void every_way_to_end_is_told() {
        var broken = trial("broken");
        assertThat(broken.state()).isEqualTo(TaskInstanceState.FAILED);
        assertThat(broken.note()).isEqualTo("IllegalStateException: it rained");
        assertThat(broken.cause()).hasMessage("it rained");
        assertThat(trial("nothing").state()).isEqualTo(TaskInstanceState.SKIPPED);
        assertThat(trial("gate").note()).contains("would look again at 2024-05-01T01:01:00Z");
        assertThatThrownBy(() -> trial("lnad")).hasMessageContaining("no task \"lnad\"");
        assertThatThrownBy(() -> trial("land", RunRequest.manual(), 3, null)).hasMessageContaining("not mapped");
        assertThatThrownBy(() -> trial("land", RunRequest.manual().params(Map.of("yeer", 1)), -1, null))
                .isInstanceOf(InvalidParamException.class);
    }

    @Test
    void a_trial_that_is_cancelled_stops_what_it_has_started_and_has_failed() {
        var dag = Dag.named("sales");
        var trials = new ArrayList<TaskTrial>();
        dag.task("work", context -> {
            context.onCancel(() -> ran.add("stopped"));
            trials.get(0).cancel();
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return "never";
        });
        trials.add(new TaskTrial(dag.build(), engine.store, engine.clock, Secrets.none()));

        var result = trials.get(0).run("work", RunRequest.manual(), -1, null, NOBODY);

        assertThat(result.state()).isEqualTo(TaskInstanceState.FAILED);
        assertThat(result.note()).isEqualTo("Cancelled");
        assertThat(ran).containsExactly("stopped");
        trials.get(0).cancel(); // when nothing is under way, nothing happens
    }

    @Test
    void templates_are_filled_in_without_running_anything() {
        var trial = new TaskTrial(sales(), engine.store, engine.clock, Secrets.none());
        var request = RunRequest.manual().logicalDate(Instant.parse("2024-02-01T00:00:00Z"));

        assertThat(trial.render("copy", request, -1))
                .containsExactly(entry("sql", "copy from 's3://raw/2024-02-01/' -- 2008"));
        assertThat(trial.render("load", request, -1)).isEmpty();
        assertThat(ran).isEmpty();
    }
}
