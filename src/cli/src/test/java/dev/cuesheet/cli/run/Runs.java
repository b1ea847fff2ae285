package dev.cuesheet.cli.run;

import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.RunState;
import dev.cuesheet.engine.RunType;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceKey;
import dev.cuesheet.engine.TaskInstanceState;
import dev.cuesheet.engine.spi.RunOwner;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A small DAG and moments in the life of one of its runs. */
final class Runs {
    static final Instant START = Instant.parse("2024-05-01T02:00:00Z");

    private Runs() {}

    /** {@code land} over three items, then {@code refine}. */
    static Dag dag() {
        var dag = Dag.named("nightly");
        var landed = dag.expand("land", List.of("a", "b", "c"), (context, item) -> item);
        dag.task("refine", landed, (context, items) -> items.size());
        return dag.build();
    }

    static DagRun run(RunState state, long endedAfter) {
        var running = DagRun.queued("nightly", "manual__1", RunType.MANUAL, START)
                .with(Map.of("year", 2008))
                .running(START, RunOwner.inThisProcess());
        return state == RunState.RUNNING
                ? running.released()
                : running.finished(state, START.plusSeconds(endedAfter), null);
    }

    /** An instance that started so many seconds after the run; negative for never. */
    static TaskInstance instance(
            String task, int index, TaskInstanceState state, int attempt, long from, long to, @Nullable String note) {
        return new TaskInstance(
                new TaskInstanceKey("nightly", "manual__1", task, index),
                state,
                attempt,
                3,
                from < 0 ? null : START.plusSeconds(from),
                to < 0 ? null : START.plusSeconds(to),
                note);
    }
}
