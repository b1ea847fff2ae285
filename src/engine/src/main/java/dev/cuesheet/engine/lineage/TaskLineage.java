package dev.cuesheet.engine.lineage;

import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.Secrets;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.internal.template.AssetValues;
import dev.cuesheet.engine.internal.template.RunTimes;
import dev.cuesheet.engine.internal.template.TemplateSource;
import dev.cuesheet.engine.internal.template.TemplateVariables;
import dev.cuesheet.engine.internal.template.Templates;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;

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
                                text, null, () -> TemplateVariables.of(source(dag, run, attempt), text))))
                .orElse(Lineage.none());
    }

    /** Names of data are told to others, so no variable and no connection is looked up for them. */
    private static TemplateSource source(Dag dag, DagRun run, TaskInstance attempt) {
        return new TemplateSource(
                dag.structure(),
                dag.find(attempt.taskId()).orElseThrow(),
                run,
                RunTimes.of(run),
                attempt,
                Secrets.none(),
                Clock.fixed(run.runAfter(), ZoneOffset.UTC),
                Optional::empty,
                AssetValues.NONE);
    }
}
