package dev.cuesheet.engine;

import java.util.Map;

/** A callback for many tasks and DAGs, which fills in texts that its user gives it: Airflow's {@code BaseNotifier}. */
public interface Notifier extends Callback {

    /**
     * The texts that this notifier will render, by field name. They let {@link DagBuilder#build()} find faults before
     * anything has happened.
     */
    Map<String, String> templates();
}
