package dev.cuesheet.engine;

/**
 * Hears what happens in runs, after it has been stored. Calls about one run come one at a time and in order, from
 * whatever thread brought the event about; a slow listener delays the ones after it, and one that throws changes nothing.
 */
public interface RunListener {

    /** A run starts, or is resumed. */
    default void runStarted(Dag dag, DagRun run) {}

    default void runFinished(DagRun run) {}

    /** A task instance came to be or changed. */
    default void taskInstanceChanged(TaskInstance instance) {}

    /** An attempt told how far it has come. Not stored, and not in order with the other events. */
    default void progress(TaskInstanceKey key, String unit, long done, long total) {}

    /** Somebody has paused a DAG or taken that back, in whatever process. */
    default void dagPaused(String dagId, boolean paused) {}

    /** Another process wants something of a run that is executed here, such as {@code clear refine, report}. */
    default void runTold(DagRun run, String order) {}
}
