package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceState;
import dev.cuesheet.engine.spi.StateStore;
import java.time.Duration;

/**
 * Keeps the delay that a rule decided on with the task instance, as Airflow keeps its {@code retry_delay_override}: the
 * exception that led to it is gone with the process that saw it.
 */
final class RetryNotes {
    private static final String NAME = "retry_delay";

    private RetryNotes() {}

    /** To be called before the failure is stored, in whose process it happened. */
    static void keep(StateStore store, TaskInstance failed, Outcome outcome) {
        if (outcome instanceof Outcome.Failed failure && failure.mayRetry() && failure.delay() != null) {
            store.putNote(failed.key(), NAME, failed.tryNumber() + " " + failure.delay());
        }
    }

    /** Reads the delays of a run that is gone on with. */
    static void recall(StateStore store, RunGraph graph) {
        for (var node : graph.nodes()) {
            if (node.spec.retries().rules().isEmpty()) {
                continue;
            }
            for (var cell : node.instances) {
                if (cell.state() == TaskInstanceState.UP_FOR_RETRY) {
                    var ofThisTry = cell.instance.tryNumber() + " ";
                    cell.retryDelay = store.note(cell.instance.key(), NAME)
                            .filter(note -> note.startsWith(ofThisTry))
                            .map(note -> Duration.parse(note.substring(ofThisTry.length())))
                            .orElse(null);
                }
            }
        }
    }
}
