package dev.cuesheet.engine;

import java.time.Duration;
import java.util.Optional;

/** A run that an engine in this process executes. Safe to share between threads. */
public interface ActiveRun {

    String dagId();

    String runId();

    /**
     * Waits for the run to finish.
     *
     * @throws EngineException when the engine was closed first, or could not store the run's state
     */
    DagRun await() throws InterruptedException;

    /** Waits for at most so long; empty when the run goes on. */
    Optional<DagRun> await(Duration atMost) throws InterruptedException;

    /**
     * Ends the run: running tasks are told by their cancel actions and interrupted, and fail unless they succeed all the
     * same; nothing else starts. Returns when the cancel actions have run; {@link #await()} tells when all is over.
     */
    void cancel();
}
