package dev.cuesheet.engine;

/**
 * What tasks do in place of their own work, so that a DAG can be rehearsed with nothing done. Asked once for each task,
 * when {@link Dag#rehearsedBy} makes the other DAG.
 */
public interface StandIns {

    /** In place of the task's operator or function; it gets no input. */
    Operator<?> operator(TaskSpec task);

    /** In place of the task's sensor, whose {@link Poking} stays. */
    Sensor<?> sensor(TaskSpec task);
}
