package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.Asset;
import dev.cuesheet.engine.AssetEvent;
import dev.cuesheet.engine.AssetOutlet;
import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.DataInterval;
import dev.cuesheet.engine.Operator;
import dev.cuesheet.engine.Progress;
import dev.cuesheet.engine.RunType;
import dev.cuesheet.engine.Secrets;
import dev.cuesheet.engine.TaskContext;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskState;
import dev.cuesheet.engine.XcomKey;
import dev.cuesheet.engine.Xcoms;
import dev.cuesheet.engine.internal.template.Pulling;
import dev.cuesheet.engine.internal.template.RunTimes;
import dev.cuesheet.engine.internal.template.TemplateSource;
import dev.cuesheet.engine.internal.template.TemplateVariables;
import dev.cuesheet.engine.internal.template.Templates;
import dev.cuesheet.engine.spi.RunsThatCount;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one attempt sees of the engine. Safe to share between threads. */
final class AttemptContext implements TaskContext {

    private final Surroundings around;
    private final Dag dag;
    private final DagRun run;
    private final TaskInstance instance;
    private final AttemptXcoms xcoms;
    private final CancelActions cancelActions;
    private final @Nullable Instant deadline;
    private final Optional<Operator<?>> operator;
    private final AttemptAssets assets;

    AttemptContext(
            Surroundings around,
            Dag dag,
            DagRun run,
            TaskInstance instance,
            AttemptXcoms xcoms,
            CancelActions cancelActions,
            @Nullable Instant deadline,
            Optional<Operator<?>> operator) {
        this.around = around;
        this.dag = dag;
        this.run = run;
        this.instance = instance;
        this.xcoms = xcoms;
        this.cancelActions = cancelActions;
        this.deadline = deadline;
        this.operator = operator;
        this.assets = new AttemptAssets(
                around.store(), run, dag.find(instance.taskId()).orElseThrow());
    }

    @Override
    public String dagId() {
        return run.dagId();
    }

    @Override
    public String runId() {
        return run.runId();
    }

    @Override
    public String taskId() {
        return instance.taskId();
    }

    @Override
    public int mapIndex() {
        return instance.mapIndex();
    }

    @Override
    public int tryNumber() {
        return instance.tryNumber();
    }

    @Override
    public RunType runType() {
        return run.type();
    }

    @Override
    public Instant logicalDate() {
        return run.requireLogicalDate();
    }

    @Override
    public Optional<DataInterval> dataInterval() {
        return Optional.ofNullable(run.dataInterval());
    }

    @Override
    public Map<String, Object> params() {
        return run.params();
    }

    @Override
    public <T> T param(String name, Class<T> type) {
        return RunParams.typed(run.dagId(), run.params(), name, type);
    }

    @Override
    public String render(String template) {
        return Templates.render(template, fieldOf(template), () -> variables(template));
    }

    /** The same with further variables. */
    String render(String template, String field, Map<String, Object> more) {
        return Templates.render(template, field, () -> {
            var variables = new HashMap<>(variables(template));
            variables.putAll(more);
            return variables;
        });
    }

    private Map<String, Object> variables(String template) {
        var variables = TemplateVariables.of(templateSource(), template);
        for (var name : List.of("ti", "task_instance")) {
            variables.computeIfPresent(name, (same, fields) -> new Pulling((Map<?, ?>) fields, xcoms::pull));
        }
        return variables;
    }

    private TemplateSource templateSource() {
        return new TemplateSource(
                dag.structure(),
                dag.find(instance.taskId()).orElseThrow(),
                run,
                RunTimes.of(run),
                instance,
                around.secrets(),
                around.clock(),
                this::previousSuccess,
                assets.values());
    }

    /** The successful run whose logical date comes last before this run's. */
    private Optional<DagRun> previousSuccess() {
        return around.store().latestRun(run.dagId(), run.logicalDate(), RunsThatCount.SUCCESSFUL);
    }

    @Override
    public Secrets secrets() {
        return around.secrets();
    }

    @Override
    public <T> void push(XcomKey<T> key, @Nullable T value) {
        if (value != null) {
            xcoms.push(key.name(), value);
        }
    }

    @Override
    public <T> Xcoms<T> xcoms(XcomKey<T> key) {
        return Xcoms.named(key, xcoms::pull);
    }

    @Override
    public AssetOutlet outlet(Asset asset) {
        return assets.outlet(asset);
    }

    @Override
    public List<AssetEvent> triggeringAssetEvents() {
        return assets.triggering();
    }

    @Override
    public List<AssetEvent> inletEvents(Asset asset, int limit) {
        return assets.latest(asset, limit);
    }

    /** What the attempt has told of the assets that it updates. */
    Map<String, Map<String, Object>> told() {
        return assets.told();
    }

    @Override
    public TaskState state() {
        return new TaskState() {
            @Override
            public Optional<String> get(String key) {
                return around.store().note(instance.key(), key);
            }

            @Override
            public void put(String key, String value) {
                around.store().putNote(instance.key(), key, value);
            }

            @Override
            public void remove(String key) {
                around.store().removeNote(instance.key(), key);
            }
        };
    }

    @Override
    public void onCancel(Runnable action) {
        cancelActions.add(action);
    }

    @Override
    public Optional<Instant> deadline() {
        return Optional.ofNullable(deadline);
    }

    @Override
    public Progress progress() {
        return (unit, done, total) -> around.listener().progress(instance.key(), unit, done, total);
    }

    @Override
    public Clock clock() {
        return around.clock();
    }

    /** The operator's field that holds this text, if the operator tells. */
    private @Nullable String fieldOf(String template) {
        return operator.flatMap(known -> known.templates().entrySet().stream()
                        .filter(field -> field.getValue().equals(template))
                        .map(Map.Entry::getKey)
                        .findFirst())
                .orElse(null);
    }
}
