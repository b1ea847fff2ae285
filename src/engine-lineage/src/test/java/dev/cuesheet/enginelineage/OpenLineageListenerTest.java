package dev.cuesheet.enginelineage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.Engine;
import dev.cuesheet.engine.Operator;
import dev.cuesheet.engine.Poking;
import dev.cuesheet.engine.Retries;
import dev.cuesheet.engine.RunRequest;
import dev.cuesheet.engine.RunState;
import dev.cuesheet.engine.Schedule;
import dev.cuesheet.engine.Scheduler;
import dev.cuesheet.engine.TaskContext;
import dev.cuesheet.engine.TaskFailure;
import dev.cuesheet.engine.TaskSkipped;
import dev.cuesheet.engine.lineage.DeclaresLineage;
import dev.cuesheet.engine.lineage.Lineage;
import dev.cuesheet.engine.lineage.LineageDataset;
import dev.cuesheet.testing.ManualClock;
import io.openlineage.client.OpenLineage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenLineageListenerTest {
    private final ManualClock clock = ManualClock.at("2024-05-01T02:00:00Z");

    /** Copies one dataset to another, and takes a minute; the first attempt fails. */
    private record Copy(ManualClock clock) implements Operator<String>, DeclaresLineage {
        @Override
        public Lineage lineage(UnaryOperator<String> render) {
            return new Lineage(
                    List.of(LineageDataset.s3("raw", render.apply("sales/{{ ds }}/"))),
                    List.of(LineageDataset.s3("curated", "sales/")));
        }

        @Override
        public String execute(TaskContext context) {
            clock.advance(Duration.ofMinutes(1));
            if (context.tryNumber() == 1) {
                throw TaskFailure.retryable("the disk is full");
            }
            return "done";
        }
    }

    private Engine engine(OpenLineageListener listener) {
        return Engine.builder()
                .clock(clock)
                .workers(Runnable::run)
                .listener(listener)
                .build();
    }

    /** What a receiver got by the time that the listener had closed. */
    private List<OpenLineage.RunEvent> told(Consumer<Engine> work) throws IOException {
        try (var receiver = Receiver.answering(201)) {
            var listener = OpenLineageListener.of(receiver.client(), "test", clock);
            try (var engine = engine(listener)) {
                work.accept(engine);
                listener.close();
            }
            return receiver.events();
        }
    }

    private static List<String> course(List<OpenLineage.RunEvent> events) {
        return events.stream()
                .map(event -> event.getEventType() + " " + event.getJob().getName())
                .toList();
    }

    private static List<String> names(OpenLineage.RunEvent event) {
        return java.util.stream.Stream.concat(
                        event.getInputs().stream().map(data -> "<" + data.getNamespace() + "|" + data.getName()),
                        event.getOutputs().stream().map(data -> ">" + data.getNamespace() + "|" + data.getName()))
                .toList();
    }

    @Test
    void each_attempt_is_a_run_of_its_own_below_the_run_of_its_dag() throws IOException {
        var dag = Dag.named("nightly").description("Refines sales").tag("sales");
        dag.task("refine", new Copy(clock)).retries(Retries.upTo(1).every(Duration.ofSeconds(10)));
        var built = dag.build();

        var events = told(engine -> {
            engine.start(built, RunRequest.manual().runId("r").logicalDate(Instant.parse("2024-04-30T00:00:00Z")));
            clock.advance(Duration.ofSeconds(10));
        });

        assertThat(course(events))
                .containsExactly(
                        "START nightly",
                        "START nightly.refine",
                        "FAIL nightly.refine",
                        "START nightly.refine",
                        "COMPLETE nightly.refine",
                        "COMPLETE nightly");
        assertThat(events)
                .extracting(event -> event.getEventTime().toInstant().toString())
                .containsExactly(
                        "2024-05-01T02:00:00Z",
                        "2024-05-01T02:00:00Z",
                        "2024-05-01T02:01:00Z",
                        "2024-05-01T02:01:10Z",
                        "2024-05-01T02:02:10Z",
                        "2024-05-01T02:02:10Z");
        var ids = events.stream().map(event -> event.getRun().getRunId()).toList();
        assertThat(ids.get(0)).isEqualTo(ids.get(5));
        assertThat(ids.get(1)).isEqualTo(ids.get(2)).isNotEqualTo(ids.get(3));
        assertThat(ids.get(3)).isEqualTo(ids.get(4));
        for (var attempt : events.subList(1, 5)) {
            var parent = attempt.getRun().getFacets().getParent();
            assertThat(parent.getRun().getRunId()).isEqualTo(ids.get(0));
            assertThat(parent.getJob().getName()).isEqualTo("nightly");
            assertThat(parent.getJob().getNamespace()).isEqualTo("test");
            assertThat(parent.getRoot().getRun().getRunId()).isEqualTo(ids.get(0));
            assertThat(names(attempt)).containsExactly("<s3://raw|sales/2024-04-30", ">s3://curated|sales");
        }
        var failed = events.get(2).getRun().getFacets();
        assertThat(failed.getErrorMessage().getMessage()).isEqualTo("the disk is full");
        assertThat(failed.getErrorMessage().getProgrammingLanguage()).isEqualTo("JAVA");
        assertThat(failed.getNominalTime().getNominalStartTime().toInstant()).isEqualTo("2024-04-30T00:00:00Z");
        assertThat(failed.getAdditionalProperties().get("cuesheet").getAdditionalProperties())
                .containsEntry("tryNumber", 1)
                .containsEntry("taskId", "refine")
                .containsEntry("mapIndex", -1);
        var job = events.get(0).getJob().getFacets();
        assertThat(job.getJobType().getProcessingType()).isEqualTo("BATCH");
        assertThat(job.getJobType().getIntegration()).isEqualTo("CUESHEET");
        assertThat(job.getJobType().getJobType()).isEqualTo("DAG");
        assertThat(job.getDocumentation().getDescription()).isEqualTo("Refines sales");
        assertThat(job.getTags().getTags()).extracting(tag -> tag.getKey()).containsExactly("sales");
        assertThat(events.get(1).getJob().getFacets().getJobType().getJobType()).isEqualTo("TASK");
        assertThat(events).allSatisfy(event -> {
            assertThat(event.getProducer()).hasScheme("urn");
            assertThat(event.getSchemaURL().toString()).startsWith("https://openlineage.io/spec/");
        });
    }

    @Test
    void the_same_attempt_has_the_same_id_in_every_process() throws IOException {
        var dag = Dag.named("nightly");
        dag.task("work", context -> "done");
        var built = dag.build();
        var request = RunRequest.manual().runId("r").logicalDate(Instant.parse("2024-04-30T00:00:00Z"));

        var once = told(engine -> engine.start(built, request));
        var again = told(engine -> engine.start(built, request));
        var other = told(engine -> engine.start(built, request.runId("r2")));

        assertThat(once)
                .extracting(event -> event.getRun().getRunId())
                .hasSameElementsAs(
                        again.stream().map(event -> event.getRun().getRunId()).toList());
        assertThat(once)
                .extracting(event -> event.getRun().getRunId())
                .doesNotContainAnyElementsOf(
                        other.stream().map(event -> event.getRun().getRunId()).toList());
    }

    @Test
    void a_run_over_a_data_interval_tells_both_its_ends() throws IOException {
        var dag = Dag.named("nightly")
                .schedule(Schedule.cron("0 1 * * *", ZoneOffset.UTC).overDataIntervals())
                .startDate(Instant.parse("2024-04-30T01:00:00Z"))
                .catchup(true);
        dag.task("work", context -> "done");
        var built = dag.build();

        var events = told(engine -> {
            try (var scheduler = new Scheduler(engine)) {
                scheduler.schedule(List.of(built));
            }
        });

        var nominal = events.get(0).getRun().getFacets().getNominalTime();
        assertThat(nominal.getNominalStartTime().toInstant()).isEqualTo("2024-04-30T01:00:00Z");
        assertThat(nominal.getNominalEndTime().toInstant()).isEqualTo("2024-05-01T01:00:00Z");
    }

    @Test
    void what_never_began_is_not_told_of_and_what_skips_itself_is_complete() throws IOException {
        var dag = Dag.named("nightly");
        var broken = dag.expand("land", List.of("a", "b"), (context, item) -> {
            if (item.equals("b")) {
                throw new TaskSkipped("nothing to land");
            }
            throw TaskFailure.permanent("no " + item);
        });
        dag.task("load", broken, (context, items) -> "never");
        var built = dag.build();

        var events = told(engine -> engine.start(built, RunRequest.manual()));

        assertThat(course(events))
                .containsExactly(
                        "START nightly",
                        "START nightly.land",
                        "FAIL nightly.land",
                        "START nightly.land",
                        "COMPLETE nightly.land",
                        "FAIL nightly");
        assertThat(events.get(1).getRun().getRunId())
                .isNotEqualTo(events.get(3).getRun().getRunId());
        assertThat(events.get(5).getRun().getFacets().getErrorMessage().getMessage())
                .isNotBlank();
    }

    @Test
    void what_a_person_cancels_is_aborted() throws IOException {
        var dag = Dag.named("nightly");
        dag.sensor("wait", Poking.every(Duration.ofMinutes(1)), context -> Optional.empty());
        var built = dag.build();

        var events = told(engine -> engine.start(built, RunRequest.manual()).cancel());

        assertThat(course(events))
                .containsExactly("START nightly", "START nightly.wait", "ABORT nightly.wait", "ABORT nightly");
    }

    @Test
    void what_is_under_way_when_the_listener_closes_is_aborted() throws IOException {
        var dag = Dag.named("nightly");
        dag.sensor("wait", Poking.every(Duration.ofMinutes(1)).rescheduling(), context -> Optional.empty());
        var built = dag.build();

        var events = told(engine -> {
            engine.start(built, RunRequest.manual());
            clock.advance(Duration.ofMinutes(3));
        });

        assertThat(course(events))
                .containsExactly("START nightly", "START nightly.wait", "ABORT nightly.wait", "ABORT nightly");
    }

    @Test
    void the_environment_says_where_to_send_and_who_we_are(@TempDir Path folder)
            throws IOException, InterruptedException {
        var dag = Dag.named("nightly");
        dag.task("work", context -> "done");
        var built = dag.build();
        try (var receiver = Receiver.answering(201)) {
            var variables = Map.of(
                    "OPENLINEAGE_URL", receiver.url(), "OPENLINEAGE_API_KEY", "k3y", "OPENLINEAGE_NAMESPACE", "prod");
            runWith(OpenLineageListener.configured(variables, folder, clock), built);
            assertThat(receiver.events())
                    .hasSize(4)
                    .allSatisfy(
                            event -> assertThat(event.getJob().getNamespace()).isEqualTo("prod"));
            assertThat(receiver.authorizations()).containsOnly("Bearer k3y");

            Files.writeString(
                    folder.resolve("openlineage.yml"),
                    "transport:\n  type: http\n  url: %s\n".formatted(receiver.url()));
            runWith(OpenLineageListener.configured(Map.of(), folder, clock), built);
            assertThat(receiver.events()).hasSize(8);
            assertThat(receiver.events().get(7).getJob().getNamespace()).isEqualTo("default");
        }
    }

    private void runWith(OpenLineageListener listener, Dag dag) throws InterruptedException {
        try (var engine = engine(listener)) {
            engine.run(dag, RunRequest.manual());
            listener.close();
        }
    }

    @Test
    void a_receiver_that_does_not_answer_holds_up_no_run() throws IOException, InterruptedException {
        var dag = Dag.named("nightly");
        dag.task("work", context -> "done");
        try (var receiver = Receiver.closed()) {
            var listener = OpenLineageListener.of(receiver.client(), "test", clock);
            try (var engine = engine(listener)) {
                assertThat(engine.run(dag.build(), RunRequest.manual()).state()).isEqualTo(RunState.SUCCESS);
            }
            assertThat(receiver.bodies()).isEmpty();
            receiver.open();
            listener.close();
            assertThat(course(receiver.events()))
                    .containsExactly(
                            "START nightly", "START nightly.work", "COMPLETE nightly.work", "COMPLETE nightly");
        }
    }

    @Test
    void closing_does_not_wait_for_ever() throws IOException, InterruptedException {
        var dag = Dag.named("nightly");
        dag.task("work", context -> "done");
        try (var receiver = Receiver.closed()) {
            var listener = OpenLineageListener.of(receiver.client(), "test", clock, Duration.ofMillis(50));
            try (var engine = engine(listener)) {
                engine.run(dag.build(), RunRequest.manual());
            }
            listener.close();
            assertThat(receiver.bodies()).isEmpty();
        }
    }

    @Test
    void a_receiver_that_refuses_or_is_gone_harms_no_run() throws IOException, InterruptedException {
        var dag = Dag.named("nightly");
        dag.task("work", context -> "done");
        var built = dag.build();
        try (var refusing = Receiver.answering(500)) {
            var gone = Receiver.answering(201);
            gone.close();
            for (var receiver : List.of(refusing, gone)) {
                var listener = OpenLineageListener.of(receiver.client(), "test", clock);
                try (var engine = engine(listener)) {
                    assertThat(engine.run(built, RunRequest.manual()).state()).isEqualTo(RunState.SUCCESS);
                    listener.close();
                }
            }
            assertThat(refusing.bodies()).hasSizeGreaterThanOrEqualTo(4).noneMatch(Objects::isNull);
        }
    }
}
