package dev.cuesheet.engine;

/**
 * Weighs task instances by a rule of its own: Airflow's {@code PriorityWeightStrategy}. Called each time that an instance
 * is about to wait for its turn, by any thread; must be quick.
 */
@FunctionalInterface
public interface PriorityStrategy {
    /** The instance's weight; the one with the most goes first. */
    int weightOf(TaskInstance instance);
}
