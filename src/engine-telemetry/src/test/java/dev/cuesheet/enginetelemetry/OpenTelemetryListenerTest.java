package dev.cuesheet.enginetelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.Engine;
import dev.cuesheet.engine.Poking;
import dev.cuesheet.engine.Retries;
import dev.cuesheet.engine.RunRequest;
import dev.cuesheet.engine.RunState;
import dev.cuesheet.engine.Schedule;
import dev.cuesheet.engine.Scheduler;
import dev.cuesheet.engine.TaskFailure;
import dev.cuesheet.testing.ManualClock;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OpenTelemetryListenerTest {
    @RegisterExtension
    final OpenTelemetryExtension telemetry = OpenTelemetryExtension.create();

    private final ManualClock clock = ManualClock.at("2024-05-01T02:00:00Z");
    private OpenTelemetryListener listener = OpenTelemetryListener.of(OpenTelemetry.noop(), clock);

    /** Not before: the extension forgets the instruments there are when a test begins. */
    @BeforeEach
    void listen() {
        listener = OpenTelemetryListener.of(telemetry.getOpenTelemetry(), clock);
    }

    private Engine engine() {
        return Engine.builder()
                .clock(clock)
                .workers(Runnable::run)
                .listener(listener)
                .build();
    }

    private SpanData span(String name, int nth) {
        return telemetry.getSpans().stream()
                .filter(span -> span.getName().equals(name))
                .skip(nth)
                .findFirst()
                .orElseThrow();
    }

    private static Instant at(long nanos) {
        return Instant.ofEpochSecond(0, nanos);
    }

    private static String text(SpanData span, String key) {
        return String.valueOf(span.getAttributes().get(AttributeKey.stringKey(key)));
    }

    private static long number(SpanData span, String key) {
        return Optional.ofNullable(span.getAttributes().get(AttributeKey.longKey(key)))
                .orElseThrow();
    }

    private static Attributes tags(String... pairs) {
        var tags = Attributes.builder();
        for (int i = 0; i < pairs.length; i += 2) {
            tags.put(pairs[i], pairs[i + 1]);
        }
        return tags.build();
    }

    private long count(String metric, Attributes tags) {
        return telemetry.getMetrics().stream()
                .filter(data -> data.getName().equals(metric))
                .flatMap(data -> data.getLongSumData().getPoints().stream())
                .filter(point -> point.getAttributes().equals(tags))
                .mapToLong(LongPointData::getValue)
                .sum();
    }

    private double sum(String metric, Attributes tags) {
        return telemetry.getMetrics().stream()
                .filter(data -> data.getName().equals(metric))
                .peek(data -> assertThat(data.getUnit()).isEqualTo("s"))
                .flatMap(data -> data.getHistogramData().getPoints().stream())
                .filter(point -> point.getAttributes().equals(tags))
                .mapToDouble(HistogramPointData::getSum)
                .findFirst()
                .orElseThrow();
    }

    /** Takes three seconds and fails the first time, then five and succeeds. */
    private Dag flaky() {
        var dag = Dag.named("nightly");
        dag.task("refine", context -> {
                    clock.advance(Duration.ofSeconds(context.tryNumber() == 1 ? 3 : 5));
                    if (context.tryNumber() == 1) {
                        throw TaskFailure.retryable("the disk is full");
                    }
                    return "done";
                })
                .retries(Retries.upTo(1).every(Duration.ofSeconds(10)));
        return dag.build();
    }

    @Test
    void each_attempt_is_a_span_below_the_span_of_its_run() throws InterruptedException {
        try (var engine = engine()) {
            var run = engine.start(flaky(), RunRequest.manual().runId("r"));
            clock.advance(Duration.ofSeconds(10));
            assertThat(run.await().state()).isEqualTo(RunState.SUCCESS);
        }

        var run = span("dag_run.nightly", 0);
        var first = span("task_run.refine", 0);
        var second = span("task_run.refine", 1);
        assertThat(List.of(first, second)).allSatisfy(attempt -> {
            assertThat(attempt.getParentSpanId()).isEqualTo(run.getSpanId());
            assertThat(attempt.getTraceId()).isEqualTo(run.getTraceId());
            assertThat(text(attempt, "cuesheet.dag_id")).isEqualTo("nightly");
            assertThat(text(attempt, "cuesheet.task_id")).isEqualTo("refine");
            assertThat(text(attempt, "cuesheet.dag_run.run_id")).isEqualTo("r");
            assertThat(number(attempt, "cuesheet.task_instance.map_index")).isEqualTo(-1);
        });
        assertThat(number(first, "cuesheet.task_instance.try_number")).isEqualTo(1);
        assertThat(text(first, "cuesheet.task_instance.state")).isEqualTo("up_for_retry");
        assertThat(first.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(first.getStatus().getDescription()).isEqualTo("the disk is full");
        assertThat(number(second, "cuesheet.task_instance.try_number")).isEqualTo(2);
        assertThat(text(second, "cuesheet.task_instance.state")).isEqualTo("success");
        assertThat(second.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(text(run, "cuesheet.dag_run.state")).isEqualTo("success");
        assertThat(text(run, "cuesheet.dag_run.run_type")).isEqualTo("manual");
        assertThat(at(run.getStartEpochNanos())).isEqualTo("2024-05-01T02:00:00Z");
        assertThat(at(first.getStartEpochNanos())).isEqualTo("2024-05-01T02:00:00Z");
        assertThat(at(first.getEndEpochNanos())).isEqualTo("2024-05-01T02:00:03Z");
        assertThat(at(second.getStartEpochNanos())).isEqualTo("2024-05-01T02:00:13Z");
        assertThat(at(second.getEndEpochNanos())).isEqualTo("2024-05-01T02:00:18Z");
        assertThat(at(run.getEndEpochNanos())).isEqualTo("2024-05-01T02:00:18Z");
        assertThat(telemetry.getSpans()).hasSize(3);
    }

    @Test
    void attempts_and_runs_are_counted_by_state_and_their_time_is_measured() throws InterruptedException {
        try (var engine = engine()) {
            var run = engine.start(flaky(), RunRequest.manual());
            clock.advance(Duration.ofSeconds(10));
            run.await();
        }

        var refine = new String[] {"dag_id", "nightly", "task_id", "refine"};
        assertThat(count("cuesheet.ti.start", tags(refine))).isEqualTo(2);
        for (var state : List.of("up_for_retry", "success")) {
            assertThat(count("cuesheet.ti.finish", tags("dag_id", "nightly", "task_id", "refine", "state", state)))
                    .as(state)
                    .isEqualTo(1);
        }
        assertThat(sum("cuesheet.task.duration", tags("dag_id", "nightly", "task_id", "refine", "state", "success")))
                .isEqualTo(5);
        assertThat(sum("cuesheet.dagrun.duration", tags("dag_id", "nightly", "state", "success")))
                .isEqualTo(18);
        assertThat(count("cuesheet.dagrun.finish", tags("dag_id", "nightly", "state", "success")))
                .isEqualTo(1);
    }

    @Test
    void a_failed_run_is_an_error_and_what_it_kept_from_running_is_counted_without_a_span()
            throws InterruptedException {
        var dag = Dag.named("nightly");
        var broken = dag.expand("land", List.of("a"), (context, item) -> {
            throw TaskFailure.permanent("no " + item);
        });
        dag.task("load", broken, (context, items) -> "never");
        try (var engine = engine()) {
            engine.run(dag.build(), RunRequest.manual());
        }

        assertThat(span("dag_run.nightly", 0).getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(number(span("task_run.land[0]", 0), "cuesheet.task_instance.map_index"))
                .isZero();
        assertThat(telemetry.getSpans()).hasSize(2);
        assertThat(count(
                        "cuesheet.ti.finish", tags("dag_id", "nightly", "task_id", "load", "state", "upstream_failed")))
                .isEqualTo(1);
        assertThat(count("cuesheet.dagrun.finish", tags("dag_id", "nightly", "state", "failed")))
                .isEqualTo(1);
    }

    @Test
    void a_sensor_that_gives_its_slot_back_is_one_attempt() throws InterruptedException {
        var dag = Dag.named("nightly");
        dag.sensor(
                "wait",
                Poking.every(Duration.ofMinutes(1)).rescheduling(),
                context -> clock.instant().isBefore(Instant.parse("2024-05-01T02:02:00Z"))
                        ? Optional.empty()
                        : Optional.of("there"));
        try (var engine = engine()) {
            var run = engine.start(dag.build(), RunRequest.manual());
            clock.advance(Duration.ofMinutes(2));
            run.await();
        }

        var attempt = span("task_run.wait", 0);
        assertThat(at(attempt.getStartEpochNanos())).isEqualTo("2024-05-01T02:00:00Z");
        assertThat(at(attempt.getEndEpochNanos())).isEqualTo("2024-05-01T02:02:00Z");
        assertThat(attempt.getEvents())
                .extracting(event -> event.getName())
                .containsExactly("up_for_reschedule", "running", "up_for_reschedule", "running");
        assertThat(count("cuesheet.ti.start", tags("dag_id", "nightly", "task_id", "wait")))
                .isEqualTo(1);
    }

    @Test
    void the_delay_of_a_scheduled_run_is_measured_from_when_it_was_due() {
        var late = Dag.named("late")
                .schedule(Schedule.cron("0 1 * * *", ZoneOffset.UTC).overDataIntervals());
        late.startDate(Instant.parse("2024-04-30T01:00:00Z")).catchup(true);
        late.task("work", context -> "done");
        try (var engine = engine();
                var scheduler = new Scheduler(engine)) {
            scheduler.schedule(List.of(late.build()));
        }

        assertThat(sum("cuesheet.dagrun.schedule_delay", tags("dag_id", "late")))
                .isEqualTo(3600);
    }

    @Test
    void what_is_under_way_when_the_listener_closes_is_ended_and_not_called_a_failure() {
        var dag = Dag.named("nightly");
        dag.sensor("wait", Poking.every(Duration.ofMinutes(1)), context -> Optional.empty());
        try (var engine = engine()) {
            engine.start(dag.build(), RunRequest.manual());
            clock.advance(Duration.ofSeconds(30));
            listener.close();
        }

        assertThat(telemetry.getSpans()).hasSize(2).allSatisfy(span -> {
            assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
            assertThat(at(span.getEndEpochNanos())).isEqualTo("2024-05-01T02:00:30Z");
        });
    }

    @Test
    void telemetry_that_fails_harms_no_run() throws InterruptedException {
        var broken = new OpenTelemetry() {
            @Override
            public TracerProvider getTracerProvider() {
                return new TracerProvider() {
                    @Override
                    public Tracer get(String scope) {
                        return name -> {
                            throw new NoClassDefFoundError("a jar is missing");
                        };
                    }

                    @Override
                    public Tracer get(String scope, String version) {
                        return get(scope);
                    }
                };
            }

            @Override
            public ContextPropagators getPropagators() {
                return ContextPropagators.noop();
            }
        };
        var dag = Dag.named("nightly");
        dag.task("work", context -> "done");
        try (var engine = Engine.builder()
                .clock(clock)
                .workers(Runnable::run)
                .listener(OpenTelemetryListener.of(broken, clock))
                .build()) {
            assertThat(engine.run(dag.build(), RunRequest.manual()).state()).isEqualTo(RunState.SUCCESS);
        }
    }
}
