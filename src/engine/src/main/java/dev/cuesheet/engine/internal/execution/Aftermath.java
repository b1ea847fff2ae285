package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.CallbackKind;
import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.TaskInstance;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sees to what follows from the steps of runs once they are stored. Nothing here takes long or throws. */
public interface Aftermath {

    /** Something has happened to tasks of the run. */
    void happened(Dag dag, DagRun run, List<Moment> moments);

    /**
     * The run has ended.
     *
     * @param last the instance that ended so last; null when there is none
     */
    void ended(Dag dag, DagRun run, CallbackKind kind, @Nullable TaskInstance last, String reason);

    /** Assets have been updated. */
    void assetsUpdated();

    /** Nobody waits for anything. */
    Aftermath NONE = new Aftermath() {
        @Override
        public void happened(Dag dag, DagRun run, List<Moment> moments) {}

        @Override
        public void ended(Dag dag, DagRun run, CallbackKind kind, @Nullable TaskInstance last, String reason) {}

        @Override
        public void assetsUpdated() {}
    };
}
