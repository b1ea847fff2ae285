package dev.cuesheet.enginelineage;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.RunListener;
import dev.cuesheet.engine.RunState;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceKey;
import io.openlineage.client.OpenLineage.RunEvent.EventType;
import io.openlineage.client.OpenLineageClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells an OpenLineage receiver of runs and of each attempt: START, then COMPLETE, FAIL or ABORT. An attempt names the data
 * that its operator declares ({@link dev.cuesheet.engine.lineage.DeclaresLineage}). A skipped task is complete, as in
 * Airflow; what a person cancelled, or what is under way when this closes, is aborted. A run that is resumed starts again
 * under its id.
 *
 * <p>Events are sent in their order by a thread of its own; what cannot be sent is lost and harms no run. Safe to share
 * between threads. Closing sends what is left, within five seconds.
 */
public final class OpenLineageListener implements RunListener, AutoCloseable {
    /** As Airflow's. */
    public static final String DEFAULT_NAMESPACE = "default";

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** The engine's note on what was cancelled. */
    private static final String CANCELLED = "Cancelled";

    private final String namespace;
    private final Clock clock;
    private final Emitter emitter;
    private final Map<RunKey, Open> runs = new ConcurrentHashMap<>();

    private record RunKey(String dagId, String runId) {}

    /** A run under way, with the attempts under way. */
    private record Open(Events events, Map<TaskInstanceKey, TaskInstance> attempts) {}

    private OpenLineageListener(OpenLineageClient client, String namespace, Clock clock, Duration patience) {
        this.namespace = requireNonNull(namespace, "namespace");
        this.clock = requireNonNull(clock, "clock");
        this.emitter = new Emitter(requireNonNull(client, "client"), patience);
    }

    /**
     * Sends by this client, and closes it at the end.
     *
     * @param namespace of the jobs, such as the name of this installation
     * @param clock the engine's
     */
    public static OpenLineageListener of(OpenLineageClient client, String namespace, Clock clock) {
        return new OpenLineageListener(client, namespace, clock, PATIENCE);
    }

    static OpenLineageListener of(OpenLineageClient client, String namespace, Clock clock, Duration patience) {
        return new OpenLineageListener(client, namespace, clock, patience);
    }

    /**
     * Sends as the environment says: to {@code OPENLINEAGE_URL}, with {@code OPENLINEAGE_ENDPOINT} and {@code
     * OPENLINEAGE_API_KEY}; or as {@code openlineage.yml} says, in the folder, in {@code ~/.openlineage}, or at {@code
     * OPENLINEAGE_CONFIG}. The namespace is {@code OPENLINEAGE_NAMESPACE}.
     */
    public static OpenLineageListener configured(Map<String, String> environment, Path folder, Clock clock) {
        var namespace = environment.getOrDefault("OPENLINEAGE_NAMESPACE", DEFAULT_NAMESPACE);
        return of(Configuration.client(environment, folder), namespace, clock);
    }

    @Override
    public void runStarted(Dag dag, DagRun run) {
        var events = new Events(namespace, dag, run);
        runs.put(key(run), new Open(events, new ConcurrentHashMap<>()));
        var at = clock.instant();
        emitter.emit(() -> events.ofRun(EventType.START, at, null));
    }

    @Override
    public void taskInstanceChanged(TaskInstance instance) {
        var run = runs.get(new RunKey(instance.key().dagId(), instance.key().runId()));
        if (run == null) {
            return;
        }
        switch (instance.state()) {
            case RUNNING -> began(run, instance);
            case SUCCESS, SKIPPED -> ended(run, instance, EventType.COMPLETE, null);
            case FAILED, UP_FOR_RETRY -> {
                var type = CANCELLED.equals(instance.note()) ? EventType.ABORT : EventType.FAIL;
                ended(run, instance, type, instance.note() == null ? "" : instance.note());
            }
            case RESTARTING, REMOVED -> ended(run, instance, EventType.ABORT, null);
            case NONE, SCHEDULED, QUEUED, UP_FOR_RESCHEDULE, DEFERRED, UPSTREAM_FAILED -> {}
        }
    }

    @Override
    public void runFinished(DagRun run) {
        var open = runs.remove(key(run));
        if (open == null) {
            return;
        }
        var at = run.endDate() == null ? clock.instant() : run.endDate();
        abortAttempts(open, at);
        if (run.state() == RunState.SUCCESS) {
            emitter.emit(() -> open.events.ofRun(EventType.COMPLETE, at, null));
        } else {
            var type = CANCELLED.equals(run.note()) ? EventType.ABORT : EventType.FAIL;
            var why = run.note() == null ? "one of its tasks failed" : run.note();
            emitter.emit(() -> open.events.ofRun(type, at, why));
        }
    }

    @Override
    public void close() {
        var at = clock.instant();
        for (var run : runs.values()) {
            abortAttempts(run, at);
            emitter.emit(() -> run.events.ofRun(EventType.ABORT, at, null));
        }
        runs.clear();
        emitter.close();
    }

    private void began(Open run, TaskInstance instance) {
        var known = run.attempts.put(instance.key(), instance);
        if (known == null || known.tryNumber() != instance.tryNumber()) {
            var at = instance.startDate() == null ? clock.instant() : instance.startDate();
            emitter.emit(() -> run.events.ofAttempt(instance, EventType.START, at, null));
        }
    }

    /** What ends without having begun is not told of. */
    private void ended(Open run, TaskInstance instance, EventType type, @Nullable String error) {
        if (run.attempts.remove(instance.key()) != null) {
            var at = instance.endDate() == null ? clock.instant() : instance.endDate();
            emitter.emit(() -> run.events.ofAttempt(instance, type, at, error));
        }
    }

    private void abortAttempts(Open run, Instant at) {
        run.attempts
                .values()
                .forEach(attempt -> emitter.emit(() -> run.events.ofAttempt(attempt, EventType.ABORT, at, null)));
        run.attempts.clear();
    }

    private static RunKey key(DagRun run) {
        return new RunKey(run.dagId(), run.runId());
    }
}
