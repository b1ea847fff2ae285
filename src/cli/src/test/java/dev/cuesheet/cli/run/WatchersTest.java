package dev.cuesheet.cli.run;

import static dev.cuesheet.cli.run.Runs.instance;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cuesheet.cli.terminal.Style;
import dev.cuesheet.engine.RunState;
import dev.cuesheet.engine.TaskInstanceKey;
import dev.cuesheet.engine.TaskInstanceState;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchersTest {
    private static final Style ASCII = new Style(false, false);

    private final RunPicture picture = new RunPicture();

    @Test
    void tasks_stand_in_the_dags_order_with_mapped_ones_on_one_line() {
        picture.runStarted(Runs.dag(), Runs.run(RunState.RUNNING, -1));
        picture.taskInstanceChanged(instance("refine", -1, TaskInstanceState.NONE, 0, -1, -1, null));
        picture.taskInstanceChanged(instance("land", 0, TaskInstanceState.SUCCESS, 1, 0, 2, null));
        picture.taskInstanceChanged(instance("land", 1, TaskInstanceState.RUNNING, 1, 1, -1, null));
        picture.taskInstanceChanged(instance("land", 2, TaskInstanceState.QUEUED, 0, -1, -1, null));
        assertThat(linesAfter(5, 20))
                .containsExactly(
                        "nightly  manual__1  running  5.0s", //
                        "  * land        1/3     5.0s",
                        "  . refine");
    }

    @Test
    void a_running_task_shows_a_bar_over_all_its_instances() {
        picture.runStarted(Runs.dag(), Runs.run(RunState.RUNNING, -1));
        picture.taskInstanceChanged(instance("land", 0, TaskInstanceState.RUNNING, 1, 0, -1, null));
        picture.taskInstanceChanged(instance("land", 1, TaskInstanceState.RUNNING, 1, 0, -1, null));
        picture.progress(key("land", 0), "bytes", 1_000_000, 2_000_000);
        picture.progress(key("land", 1), "bytes", 0, 2_000_000);
        assertThat(linesAfter(1, 20).get(1)).endsWith("[####............] 1.0 MB of 4.0 MB");
    }

    @Test
    void a_retried_task_says_which_attempt_and_why() {
        picture.runStarted(Runs.dag(), Runs.run(RunState.RUNNING, -1));
        picture.taskInstanceChanged(
                instance("refine", -1, TaskInstanceState.UP_FOR_RETRY, 2, 3, 4, "no such bucket\nsecond line"));
        assertThat(linesAfter(9, 20).get(2))
                .contains("~ refine", "attempt 2  no such bucket")
                .doesNotContain("second");
    }

    @Test
    void where_the_screen_is_small_only_the_tasks_that_need_a_look_are_shown() {
        picture.runStarted(Runs.dag(), Runs.run(RunState.RUNNING, -1));
        picture.taskInstanceChanged(instance("land", 0, TaskInstanceState.SUCCESS, 1, 0, 2, null));
        picture.taskInstanceChanged(instance("refine", -1, TaskInstanceState.RUNNING, 1, 3, -1, null));
        assertThat(linesAfter(5, 2)).hasSize(2).last().isEqualTo("  1 of 2 tasks finished");
        assertThat(linesAfter(5, 3)).hasSize(3);
    }

    @Test
    void without_a_terminal_each_change_is_a_line() {
        var out = new ByteArrayOutputStream();
        var clock = Clock.fixed(Runs.START, ZoneOffset.UTC);
        try (var watcher = new LineWatcher(new PrintStream(out, true, StandardCharsets.UTF_8), Style.PLAIN, clock)) {
            watcher.runStarted(Runs.dag(), Runs.run(RunState.RUNNING, -1));
            watcher.taskInstanceChanged(instance("land", 1, TaskInstanceState.QUEUED, 0, -1, -1, null));
            watcher.taskInstanceChanged(instance("land", 1, TaskInstanceState.RUNNING, 2, 0, -1, null));
            watcher.progress(key("land", 1), "bytes", 5_000_000, 5_000_000);
            watcher.taskInstanceChanged(instance("land", 1, TaskInstanceState.SUCCESS, 2, 0, 3, null));
            watcher.taskInstanceChanged(instance("refine", -1, TaskInstanceState.FAILED, 1, 3, 4, "out of luck"));
            watcher.runFinished(Runs.run(RunState.FAILED, 4));
        }
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "    0.0s  nightly  manual__1  running",
                        "    0.0s  land[1]  running  attempt 2",
                        "    0.0s  land[1]  success  3.0s  5.0 MB",
                        "    0.0s  refine  failed  1.0s  out of luck",
                        "    0.0s  nightly  manual__1  failed");
    }

    private List<String> linesAfter(long seconds, int rows) {
        return new Board(ASCII)
                .lines(picture.run().orElseThrow(), picture.tasks(), Runs.START.plusSeconds(seconds), rows);
    }

    private static TaskInstanceKey key(String task, int index) {
        return new TaskInstanceKey("nightly", "manual__1", task, index);
    }
}
