package dev.cuesheet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Templates in runs; what they may say is tested where they are filled in. */
class TemplateRunTest {
    private final TestEngine engine = TestEngine.at("2024-05-01T02:00:00Z");
    private final List<String> seen = new ArrayList<>();

    @Test
    void the_previous_success_is_the_latest_run_that_succeeded_before() {
        var dag = Dag.named("sales").param("fail", false, "Whether the run fails");
        dag.task("land", context -> {
            seen.add(context.render("{{ prev_data_interval_end_success | default('never') }}"));
            if (context.param("fail", Boolean.class)) {
                throw TaskFailure.permanent("as asked");
            }
            return null;
        });
        var built = dag.build();

        engine.run(built);
        engine.advance(Duration.ofDays(1));
        engine.engine.start(built, RunRequest.manual().params(Map.of("fail", true)));
        engine.advance(Duration.ofDays(1));
        engine.run(built);
        engine.engine.start(built, RunRequest.manual().logicalDate(Instant.parse("2024-04-01T00:00:00Z")));

        assertThat(seen).containsExactly("None", "2024-05-01 02:00:00+00:00", "2024-05-01 02:00:00+00:00", "None");
    }

    @Test
    void a_field_is_filled_in_from_the_dag_the_task_and_the_run() {
        var dag = Dag.named("sales").description("Nightly sales").param("year", 2008, "The year");
        dag.task(
                "land",
                context -> seen.add(context.render(
                        "{{ dag.description }}, {{ task.task_id }} of {{ dag_run.run_type }}, {{ params.year + 1 }}")));

        engine.run(dag.build());

        assertThat(seen).containsExactly("Nightly sales, land of manual, 2009");
    }
}
