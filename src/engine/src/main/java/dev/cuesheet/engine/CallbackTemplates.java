package dev.cuesheet.engine;

import dev.cuesheet.engine.internal.execution.Surroundings;
import dev.cuesheet.engine.internal.template.AssetValues;
import dev.cuesheet.engine.internal.template.RunTimes;
import dev.cuesheet.engine.internal.template.TemplateSource;
import dev.cuesheet.engine.internal.template.TemplateVariables;
import dev.cuesheet.engine.internal.template.Templates;
import dev.cuesheet.engine.spi.RunsThatCount;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one callback is told, and the templates that it fills in. */
record CallbackTemplates(
        Surroundings around,
        CallbackKind kind,
        DagStructure dag,
        DagRun run,
        @Nullable TaskInstance instance,
        @Nullable String why,
        @Nullable Throwable thrown,
        @Nullable MissedDeadline missed)
        implements CallbackContext {

    /** What the templates of callbacks may use beyond those of tasks. */
    static final Set<String> VARIABLES = Set.of("reason", "exception", "deadline");

    @Override
    public Optional<TaskInstance> taskInstance() {
        return Optional.ofNullable(instance);
    }

    @Override
    public Optional<String> reason() {
        return Optional.ofNullable(why);
    }

    @Override
    public Optional<Throwable> error() {
        return Optional.ofNullable(thrown);
    }

    @Override
    public Optional<MissedDeadline> deadline() {
        return Optional.ofNullable(missed);
    }

    @Override
    public Secrets secrets() {
        return around.secrets();
    }

    @Override
    public Clock clock() {
        return around.clock();
    }

    @Override
    public String render(String template) {
        return Templates.render(template, null, () -> variables(template));
    }

    private Map<String, Object> variables(String template) {
        var variables = new HashMap<>(TemplateVariables.of(source(), template));
        variables.put("reason", why == null ? "" : why);
        variables.put("exception", thrown == null ? "" : Secrets.mask(String.valueOf(thrown)));
        if (missed != null) {
            variables.put("deadline", Map.of("name", missed.name(), "deadline_time", missed.due()));
        }
        return variables;
    }

    private TemplateSource source() {
        var store = around.store();
        var task = instance == null ? null : dag.tasksById().get(instance.taskId());
        var assets = new AssetValues(
                () -> store.assets().consumedBy(run.dagId(), run.runId()), asset -> List.of(), asset -> Map.of());
        return new TemplateSource(
                dag,
                task,
                run,
                RunTimes.of(run),
                instance,
                around.secrets(),
                around.clock(),
                () -> store.latestRun(run.dagId(), run.logicalDate(), RunsThatCount.SUCCESSFUL),
                assets);
    }
}
