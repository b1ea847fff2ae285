package dev.cuesheet.enginetelemetry;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.RunListener;
import dev.cuesheet.engine.RunState;
import dev.cuesheet.engine.RunType;
import dev.cuesheet.engine.ScheduledRun;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceKey;
import dev.cuesheet.engine.TaskInstanceState;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells OpenTelemetry of runs: a span for each run and, below it, one for each attempt, and metrics of both. Which SDK
 * hears it, and where that exports to, is the caller's. What fails here is logged once and harms no run. Safe to share
 * between threads.
 *
 * <p>Names are Airflow's ({@code task-sdk} and {@code models/dagrun.py} for spans, the metrics page of its documentation for
 * metrics) with {@code cuesheet.} in front, and seconds where Airflow has milliseconds, as OpenTelemetry's conventions ask:
 *
 * <table>
 * <caption>What is told</caption>
 * <tr><td>span {@code dag_run.DAG}</td><td>from the start (or resumption) of a run to its end</td></tr>
 * <tr><td>span {@code task_run.TASK}</td><td>one attempt; also that of a sensor which gave its slot back meanwhile</td></tr>
 * <tr><td>{@code cuesheet.dagrun.duration}</td><td>histogram by {@code dag_id}, {@code state}</td></tr>
 * <tr><td>{@code cuesheet.dagrun.finish}</td><td>counter by {@code dag_id}, {@code state}</td></tr>
 * <tr><td>{@code cuesheet.dagrun.schedule_delay}</td><td>histogram by {@code dag_id}: from when a run was due to its start</td></tr>
 * <tr><td>{@code cuesheet.task.duration}</td><td>histogram of attempts by {@code dag_id}, {@code task_id}, {@code state}</td></tr>
 * <tr><td>{@code cuesheet.task.scheduled_duration}</td><td>histogram by {@code dag_id}, {@code task_id}: from when a task could run to when it did</td></tr>
 * <tr><td>{@code cuesheet.ti.start}</td><td>counter of attempts by {@code dag_id}, {@code task_id}</td></tr>
 * <tr><td>{@code cuesheet.ti.finish}</td><td>counter by {@code dag_id}, {@code task_id}, {@code state}; also of tasks that ended without an attempt</td></tr>
 * </table>
 */
public final class OpenTelemetryListener implements RunListener, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OpenTelemetryListener.class);
    private static final String SCOPE = "dev.cuesheet";

    private static final AttributeKey<String> DAG = AttributeKey.stringKey("dag_id");
    private static final AttributeKey<String> TASK = AttributeKey.stringKey("task_id");
    private static final AttributeKey<String> STATE = AttributeKey.stringKey("state");

    /** From milliseconds to a day: tasks are anything from a lookup to a night's work. */
    private static final List<Double> BUCKETS =
            List.of(0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0, 14_400.0, 43_200.0, 86_400.0);

    private final Tracer tracer;
    private final Clock clock;
    private final DoubleHistogram runDuration;
    private final DoubleHistogram scheduleDelay;
    private final DoubleHistogram taskDuration;
    private final DoubleHistogram scheduledDuration;
    private final LongCounter runsFinished;
    private final LongCounter attemptsStarted;
    private final LongCounter instancesFinished;
    private final Map<RunKey, Open> runs = new ConcurrentHashMap<>();
    private final AtomicBoolean failureTold = new AtomicBoolean();

    private record RunKey(String dagId, String runId) {}

    /** A run under way. Its maps are changed by the events of that run, which come one at a time. */
    private record Open(Span span, Map<TaskInstanceKey, Attempt> attempts, Map<TaskInstanceKey, Instant> scheduled) {}

    private record Attempt(int tryNumber, Span span) {}

    private OpenTelemetryListener(OpenTelemetry telemetry, Clock clock) {
        this.clock = requireNonNull(clock, "clock");
        tracer = telemetry.getTracer(SCOPE);
        var meter = telemetry.getMeter(SCOPE);
        runDuration = seconds(meter, "cuesheet.dagrun.duration", "From the start of a run to its end");
        scheduleDelay = seconds(meter, "cuesheet.dagrun.schedule_delay", "From when a run was due to its start");
        taskDuration = seconds(meter, "cuesheet.task.duration", "From the start of an attempt to its end");
        scheduledDuration =
                seconds(meter, "cuesheet.task.scheduled_duration", "From when a task could run to when it did");
        runsFinished = counter(meter, "cuesheet.dagrun.finish", "{run}", "Runs that ended");
        attemptsStarted = counter(meter, "cuesheet.ti.start", "{attempt}", "Attempts that began");
        instancesFinished = counter(meter, "cuesheet.ti.finish", "{attempt}", "Attempts and tasks that ended");
    }

    /** @param clock the engine's */
    public static OpenTelemetryListener of(OpenTelemetry telemetry, Clock clock) {
        return new OpenTelemetryListener(telemetry, clock);
    }

    @Override
    public void runStarted(Dag dag, DagRun run) {
        safely(() -> {
            var now = clock.instant();
            var span = tracer.spanBuilder("dag_run." + run.dagId())
                    .setNoParent()
                    .setStartTimestamp(now)
                    .setAttribute("cuesheet.dag_id", run.dagId())
                    .setAttribute("cuesheet.dag_run.run_id", run.runId())
                    .setAttribute("cuesheet.dag_run.run_type", run.type().label())
                    .setAttribute(
                            "cuesheet.dag_run.logical_date", run.logicalDate().toString())
                    .startSpan();
            runs.put(key(run), new Open(span, new ConcurrentHashMap<>(), new ConcurrentHashMap<>()));
            var begun = run.startDate() == null ? now : run.startDate();
            if (run.type() == RunType.SCHEDULED && !begun.isBefore(now)) { // a resumed run was late long ago
                dueTime(dag, run)
                        .ifPresent(due -> scheduleDelay.record(between(due, begun), Attributes.of(DAG, run.dagId())));
            }
        });
    }

    @Override
    public void taskInstanceChanged(TaskInstance instance) {
        safely(() -> {
            var run = runs.get(new RunKey(instance.key().dagId(), instance.key().runId()));
            if (run != null) {
                changed(run, instance);
            }
        });
    }

    @Override
    public void runFinished(DagRun run) {
        safely(() -> {
            var open = runs.remove(key(run));
            if (open != null) {
                open.attempts.values().forEach(attempt -> attempt.span.end(clock.instant()));
                open.span.setAttribute("cuesheet.dag_run.state", run.state().label());
                if (run.state() == RunState.FAILED) {
                    open.span.setStatus(StatusCode.ERROR, text(run.note()));
                }
                open.span.end(run.endDate() == null ? clock.instant() : run.endDate());
            }
            var attributes = Attributes.of(DAG, run.dagId(), STATE, run.state().label());
            runsFinished.add(1, attributes);
            run.duration().ifPresent(duration -> runDuration.record(inSeconds(duration), attributes));
        });
    }

    /** Ends the spans of what is under way, which goes on without this listener or is resumed by another process. */
    @Override
    public void close() {
        safely(() -> {
            var now = clock.instant();
            for (var run : runs.values()) {
                run.attempts.values().forEach(attempt -> attempt.span.end(now));
                run.span.end(now);
            }
            runs.clear();
        });
    }

    private void changed(Open run, TaskInstance instance) {
        switch (instance.state()) {
            case SCHEDULED, QUEUED -> run.scheduled.putIfAbsent(instance.key(), clock.instant());
            case RUNNING -> running(run, instance);
            case SUCCESS, FAILED, SKIPPED, UP_FOR_RETRY, RESTARTING, UPSTREAM_FAILED, REMOVED -> ended(run, instance);
            case UP_FOR_RESCHEDULE, DEFERRED -> {
                run.scheduled.remove(instance.key());
                var attempt = run.attempts.get(instance.key());
                if (attempt != null) {
                    attempt.span.addEvent(instance.state().label(), clock.instant());
                }
            }
            case NONE -> {}
        }
    }

    private void running(Open run, TaskInstance instance) {
        var now = clock.instant();
        var since = run.scheduled.remove(instance.key());
        var known = run.attempts.get(instance.key());
        if (known != null && known.tryNumber == instance.tryNumber()) {
            known.span.addEvent(instance.state().label(), now);
            return;
        }
        var name = "task_run." + instance.key().display();
        var span = withTask(tracer.spanBuilder(name), instance)
                .setParent(Context.root().with(run.span))
                .setStartTimestamp(instance.startDate() == null ? now : instance.startDate())
                .startSpan();
        run.attempts.put(instance.key(), new Attempt(instance.tryNumber(), span));
        attemptsStarted.add(1, ofTask(instance));
        if (since != null) {
            scheduledDuration.record(between(since, now), ofTask(instance));
        }
    }

    private void ended(Open run, TaskInstance instance) {
        run.scheduled.remove(instance.key());
        var attributes = ofTask(instance).toBuilder()
                .put(STATE, instance.state().label())
                .build();
        var attempt = run.attempts.remove(instance.key());
        if (attempt != null) {
            var span = attempt.span;
            span.setAttribute("cuesheet.task_instance.state", instance.state().label());
            if (instance.state() == TaskInstanceState.FAILED || instance.state() == TaskInstanceState.UP_FOR_RETRY) {
                span.setStatus(StatusCode.ERROR, text(instance.note()));
            }
            span.end(instance.endDate() == null ? clock.instant() : instance.endDate());
            instance.duration().ifPresent(duration -> taskDuration.record(inSeconds(duration), attributes));
            instancesFinished.add(1, attributes);
        } else if (instance.tryNumber() == 0) { // what had ended before a run was resumed was told then
            instancesFinished.add(1, attributes);
        }
    }

    private static SpanBuilder withTask(SpanBuilder span, TaskInstance instance) {
        return span.setAttribute("cuesheet.dag_id", instance.key().dagId())
                .setAttribute("cuesheet.dag_run.run_id", instance.key().runId())
                .setAttribute("cuesheet.task_id", instance.taskId())
                .setAttribute("cuesheet.task_instance.map_index", instance.mapIndex())
                .setAttribute("cuesheet.task_instance.try_number", instance.tryNumber());
    }

    /** When the schedule had the run due: at its logical date, or at the end of the interval that begins there. */
    private static Optional<Instant> dueTime(Dag dag, DagRun run) {
        return dag.schedule()
                .runsBetween(run.logicalDate(), run.logicalDate())
                .map(ScheduledRun::runAfter)
                .findFirst();
    }

    private void safely(Runnable telling) {
        try {
            telling.run();
        } catch (RuntimeException | LinkageError e) {
            if (failureTold.compareAndSet(false, true)) {
                log.warn("OpenTelemetry could not be told of a run; traces and metrics may have gaps", e);
            }
        }
    }

    private static Attributes ofTask(TaskInstance instance) {
        return Attributes.of(DAG, instance.key().dagId(), TASK, instance.taskId());
    }

    private static RunKey key(DagRun run) {
        return new RunKey(run.dagId(), run.runId());
    }

    private static String text(@Nullable String note) {
        return note == null ? "" : note;
    }

    private static double between(Instant from, Instant to) {
        return Math.max(0, inSeconds(Duration.between(from, to)));
    }

    private static double inSeconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static DoubleHistogram seconds(Meter meter, String name, String description) {
        return meter.histogramBuilder(name)
                .setUnit("s")
                .setDescription(description)
                .setExplicitBucketBoundariesAdvice(BUCKETS)
                .build();
    }

    private static LongCounter counter(Meter meter, String name, String unit, String description) {
        return meter.counterBuilder(name)
                .setUnit(unit)
                .setDescription(description)
                .build();
    }
}
