package dev.cuesheet.engine.lineage;

import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.internal.template.TemplateVariables;
import dev.cuesheet.engine.internal.template.Templates;

/** Asks a task's operator for the data that an attempt reads and writes. */
public final class TaskLineage {
    private TaskLineage() {}

    /**
     * The data of the attempt, as the operator declares them; nothing when it declares none.
     *
     * @throws dev.cuesheet.engine.TemplateException when a name cannot be filled in
     */
    public static Lineage of(Dag dag, DagRun run, TaskInstance attempt) {
        return dag.operator(attempt.taskId())
                .filter(DeclaresLineage.class::isInstance)
                .map(operator -> ((DeclaresLineage) operator)
                        .lineage(text -> Templates.render(
                                text,
                                null,
                                () -> TemplateVariables.of(
                                        attempt.key(), attempt.tryNumber(), run.logicalDate(), run.params()))))
                .orElse(Lineage.none());
    }
}
