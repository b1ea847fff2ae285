package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.engine.internal.execution.Listeners;
import dev.cuesheet.engine.internal.execution.SystemAlarms;
import dev.cuesheet.engine.internal.execution.Trial;
import dev.cuesheet.engine.spi.StateStore;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tries one task of a DAG on its own: its body is run once, whatever it waits for, and nothing of that is kept. What it
 * takes from other tasks is what a run has left in a store. Airflow's {@code tasks test}. Safe to share between threads.
 */
public final class TaskTrial {
    private final Dag dag;
    private final StateStore results;
    private final Clock clock;
    private final Secrets secrets;
    private volatile @Nullable Trial underWay;

    /**
     * @param results the results of the DAG's runs; only read
     * @param secrets the variables and connections that the task may ask for
     */
    public TaskTrial(Dag dag, StateStore results, Clock clock, Secrets secrets) {
        this.dag = requireNonNull(dag, "dag");
        this.results = requireNonNull(results, "results");
        this.clock = requireNonNull(clock, "clock");
        this.secrets = requireNonNull(secrets, "secrets");
    }

    /**
     * What a trial came to.
     *
     * @param state success, failed, skipped, or up for reschedule when it waits for something that is not there yet
     * @param json the result; null when there is none
     * @param note why it did not succeed
     * @param cause what went wrong; null unless it has failed
     * @param inputsFrom the run whose results it took; empty when it takes none
     */
    public record Result(
            TaskInstanceState state,
            @Nullable String json,
            String note,
            @Nullable Throwable cause,
            String inputsFrom) {}

    /**
     * Runs the task's body on this thread.
     *
     * @param request says for which date and with which params
     * @param mapIndex which item of a mapped task; -1 for a task that is not mapped
     * @param resultsOf the run whose results are its inputs; null for the latest that has them
     * @param listener hears of progress
     * @throws EngineException when there is no such task, or no run has its inputs
     * @throws InvalidParamException when the params do not fit the DAG's
     */
    public Result run(
            String taskId, RunRequest request, int mapIndex, @Nullable String resultsOf, RunListener listener) {
        requireTask(taskId);
        try (var alarms = new SystemAlarms(clock)) {
            var inputs = Trial.inputs(dag, dag.bodies(), results, taskId, resultsOf);
            var trial = new Trial(
                    dag, dag.bodies(), results, taskId, mapIndex, request, inputs, clock, secrets, alarms, listener);
            underWay = trial;
            return trial.run();
        } finally {
            underWay = null;
        }
    }

    /** Ends the trial under way, as {@link ActiveRun#cancel()} does; nothing happens when there is none. */
    public void cancel() {
        var trial = underWay;
        if (trial != null) {
            trial.cancel();
        }
    }

    /**
     * The texts of a task's operator with everything filled in, by field; empty when it has none. Nothing is run.
     *
     * @throws TemplateException when a template cannot be filled in
     */
    public Map<String, String> render(String taskId, RunRequest request, int mapIndex) {
        requireTask(taskId);
        try (var alarms = new SystemAlarms(clock)) {
            return new Trial(
                            dag,
                            dag.bodies(),
                            results,
                            taskId,
                            mapIndex,
                            request,
                            "",
                            clock,
                            secrets,
                            alarms,
                            new Listeners(List.of()))
                    .rendered();
        }
    }

    private void requireTask(String taskId) {
        if (dag.find(taskId).isEmpty()) {
            throw new EngineException("DAG \"%s\" has no task \"%s\"".formatted(dag.id(), taskId));
        }
    }
}
