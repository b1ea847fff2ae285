package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.RunListener;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceKey;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes events on to any number of listeners; one that throws neither harms the others nor the run. */
public final class Listeners implements RunListener {
    private static final Logger log = LoggerFactory.getLogger(Listeners.class);

    private final List<RunListener> listeners;

    public Listeners(List<RunListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    @Override
    public void runStarted(Dag dag, DagRun run) {
        tellAll(listener -> listener.runStarted(dag, run));
    }

    @Override
    public void runFinished(DagRun run) {
        tellAll(listener -> listener.runFinished(run));
    }

    @Override
    public void taskInstanceChanged(TaskInstance instance) {
        tellAll(listener -> listener.taskInstanceChanged(instance));
    }

    @Override
    public void progress(TaskInstanceKey key, String unit, long done, long total) {
        tellAll(listener -> listener.progress(key, unit, done, total));
    }

    @Override
    public void dagPaused(String dagId, boolean paused) {
        tellAll(listener -> listener.dagPaused(dagId, paused));
    }

    @Override
    public void runTold(DagRun run, String order) {
        tellAll(listener -> listener.runTold(run, order));
    }

    private void tellAll(Consumer<RunListener> event) {
        for (var listener : listeners) {
            try {
                event.accept(listener);
            } catch (RuntimeException e) {
                log.warn(
                        "A run listener failed ({}); the run goes on",
                        listener.getClass().getName(),
                        e);
            }
        }
    }
}
