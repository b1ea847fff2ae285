package dev.cuesheet.cli.run;

import static dev.cuesheet.cli.run.Runs.instance;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cuesheet.cli.Json;
import dev.cuesheet.engine.RunHistory.Details;
import dev.cuesheet.engine.RunHistory.Entry;
import dev.cuesheet.engine.RunState;
import dev.cuesheet.engine.TaskInstanceState;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunJsonTest {
    @Test
    void a_run_is_one_object_with_the_promised_names() {
        var details = new Details(
                new Entry(Runs.run(RunState.SUCCESS, 12), false),
                List.of(
                        instance("land", 0, TaskInstanceState.SUCCESS, 1, 0, 2, null),
                        instance("refine", -1, TaskInstanceState.SKIPPED, 0, -1, -1, "nothing to do")),
                List.of());
        assertThat(Json.of(RunJson.of(details)))
                .isEqualTo("{\"dagId\":\"nightly\",\"runId\":\"manual__1\",\"logicalDate\":\"2024-05-01T02:00:00Z\","
                        + "\"state\":\"success\",\"durationMs\":12000,\"tasks\":["
                        + "{\"taskId\":\"land\",\"mapIndex\":0,\"state\":\"success\",\"attempts\":1,\"durationMs\":2000},"
                        + "{\"taskId\":\"refine\",\"mapIndex\":-1,\"state\":\"skipped\",\"attempts\":0,\"durationMs\":0,"
                        + "\"note\":\"nothing to do\"}]}");
    }

    @Test
    void what_a_dead_process_left_running_is_called_interrupted() {
        var details = new Details(
                new Entry(Runs.run(RunState.RUNNING, -1), true),
                List.of(instance("refine", -1, TaskInstanceState.RUNNING, 1, 0, -1, null)),
                List.of());
        assertThat(Json.of(RunJson.of(details))).contains("\"state\":\"interrupted\",\"durationMs\":0,\"tasks\":[{");
        assertThat(Json.of(RunJson.of(details))).containsSubsequence("interrupted", "interrupted");
    }
}
