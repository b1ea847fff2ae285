package dev.cuesheet.engine;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an attempt knows about itself and may ask of the engine. Valid during the attempt; safe to share between threads. */
public interface TaskContext {

    String dagId();

    String runId();

    String taskId();

    /** Index in the mapped list, or -1 when the task is not mapped. */
    int mapIndex();

    /** 1 for the first attempt. */
    int tryNumber();

    /** What brought the run about. */
    RunType runType();

    /**
     * The instant that the run stands for; for a manual run, the moment it was asked for unless given.
     *
     * @throws EngineException when the run has none, as when assets brought it about
     */
    Instant logicalDate();

    /** The span of time whose data the run works on; empty when the run has no logical date. */
    Optional<DataInterval> dataInterval();

    /** The run's parameters: defaults of the DAG overlaid by what the run was given. */
    Map<String, Object> params();

    /**
     * One parameter of the run.
     *
     * @throws IllegalArgumentException when the DAG declares no such parameter, or it has no value, or not this type
     */
    <T> T param(String name, Class<T> type);

    /**
     * Fills in a Jinja template such as {@code s3://raw/{{ ds }}/}.
     *
     * @throws TemplateException naming the text (and field, if the operator declares its templates) that uses a variable
     *     which is not there
     */
    String render(String template);

    /** Where variables and connections come from. */
    default Secrets secrets() {
        return Secrets.none();
    }

    /**
     * The value of a variable.
     *
     * @throws EngineException when it is nowhere, saying where it was looked for
     */
    default String variable(String name) {
        return secrets().variable(name);
    }

    /**
     * A connection.
     *
     * @throws EngineException when it is nowhere, saying where it was looked for, or cannot be read
     */
    default Connection connection(String id) {
        return secrets().connection(id);
    }

    /**
     * Hands a value on beside the task's result. It is stored once this returns; a fresh attempt begins without those of the
     * one before. Null is not stored.
     *
     * @throws EngineException when the value is too large, or of a type that cannot be stored
     */
    default <T> void push(XcomKey<T> key, @Nullable T value) {
        throw new UnsupportedOperationException("this context keeps no XComs");
    }

    /** The values of this name, of this task and run unless the answer is told otherwise. */
    default <T> Xcoms<T> xcoms(XcomKey<T> key) {
        throw new UnsupportedOperationException("this context keeps no XComs");
    }

    /** What a task of this run has pushed; of a mapped one, what its first instance that did has. */
    default <T> Optional<T> pull(String taskId, XcomKey<T> key) {
        return xcoms(key).of(taskId).find();
    }

    /**
     * What to tell of an asset that this task updates; it is stored with the update if this attempt succeeds.
     *
     * @throws IllegalArgumentException when the asset is no {@linkplain TaskHandle#outlet outlet} of this task
     */
    default AssetOutlet outlet(Asset asset) {
        throw new IllegalArgumentException("asset \"%s\" is no outlet of task \"%s\"; declare it with outlet(...)"
                .formatted(asset.name(), taskId()));
    }

    /** The events that brought this run about, oldest first; none when it was not brought about by assets. */
    default List<AssetEvent> triggeringAssetEvents() {
        return List.of();
    }

    /**
     * The latest events of an asset that this task reads, oldest first.
     *
     * @throws IllegalArgumentException when the asset is no {@linkplain TaskHandle#inlet inlet} of this task
     */
    default List<AssetEvent> inletEvents(Asset asset, int limit) {
        throw new IllegalArgumentException("asset \"%s\" is no inlet of task \"%s\"; declare it with inlet(...)"
                .formatted(asset.name(), taskId()));
    }

    /** Notes of this task instance that outlive the attempt, the process and the machine's restart. */
    TaskState state();

    /**
     * Runs the action when a person cancels the run or the attempt exceeds its execution timeout; at once when that
     * already happened. It is not run when the engine shuts down or crashes, so that a remote job goes on and the next
     * attempt can find it again.
     */
    void onCancel(Runnable action);

    /** When the attempt's execution timeout strikes; empty when it has none. */
    Optional<Instant> deadline();

    /** Where to tell how far the attempt has come. */
    Progress progress();

    Clock clock();
}
