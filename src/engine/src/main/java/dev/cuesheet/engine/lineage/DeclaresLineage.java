package dev.cuesheet.engine.lineage;

import java.util.function.UnaryOperator;

/** An operator that knows which data it reads and writes, before it does. */
public interface DeclaresLineage {

    /**
     * The data of one attempt. Called from any thread, and not always.
     *
     * @param render fills in templates, as {@link dev.cuesheet.engine.TaskContext#render} does in the attempt
     */
    Lineage lineage(UnaryOperator<String> render);
}
