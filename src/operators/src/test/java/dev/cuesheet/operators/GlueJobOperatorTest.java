package dev.cuesheet.operators;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cuesheet.aws.AwsClients;
import dev.cuesheet.aws.S3Uri;
import dev.cuesheet.aws.Wait;
import dev.cuesheet.aws.glue.GlueJobRequest;
import dev.cuesheet.aws.glue.GlueJobSpec;
import dev.cuesheet.aws.glue.JobRunState;
import dev.cuesheet.aws.iam.RoleSpec;
import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.Engine;
import dev.cuesheet.engine.InMemoryStateStore;
import dev.cuesheet.engine.RunListener;
import dev.cuesheet.engine.RunRequest;
import dev.cuesheet.engine.RunState;
import dev.cuesheet.engine.TaskFailure;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceKey;
import dev.cuesheet.engine.TaskInstanceState;
import dev.cuesheet.localaws.LocalAws;
import dev.cuesheet.localaws.spi.JobRunner.State;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GlueJobOperatorTest extends OnLocalAws {
    private static final Wait BRISK = new Wait(ofMillis(5), ofMillis(20), ofMinutes(1));

    private final HandRunner runner = new HandRunner();
    private String job = "";

    @Override
    LocalAws.Builder settings(LocalAws.Builder builder) {
        return builder.jobRunner(home -> runner);
    }

    @BeforeEach
    void prepare() {
        runner.forgetStarted();
        job = unique("job");
        aws().iam()
                .ensureRole(RoleSpec.named(job).assumedBy("glue.amazonaws.com").build());
        var scripts = S3Uri.ofBucket(job);
        aws().s3().createBucketIfAbsent(job);
        aws().s3().writeText(scripts.child("refine.scala"), "object Refine");
    }

    private GlueJobOperator operator() {
        return operator(aws());
    }

    private GlueJobOperator operator(AwsClients aws) {
        var definition = GlueJobSpec.named(job)
                .role(job)
                .scala(S3Uri.ofBucket(job).child("refine.scala"), "Refine")
                .argument("--database", "tickit")
                .build();
        var request = GlueJobRequest.forJob(job).argument("--ds", "{{ ds }}").build();
        return new GlueJobOperator(aws.glueJobs(), definition, request).waiting(BRISK);
    }

    @Test
    void a_job_is_made_run_with_its_arguments_and_awaited() throws Exception {
        var attempt = Attempt.first();
        var result = inBackground(() -> operator().execute(attempt));
        var started = awaitStart(1);
        assertThat(started.arguments())
                .containsEntry("--ds", "2024-05-01")
                .containsEntry("--database", "tickit")
                .containsEntry("--class", "Refine");
        runner.end(started, State.SUCCEEDED, "");
        var run = result.get();
        assertThat(run.state()).isEqualTo(JobRunState.SUCCEEDED);
        assertThat(run.id()).isEqualTo(started.runId());
    }

    private Dag deferring() {
        var dag = Dag.named("refining");
        dag.task("refine", operator().deferring());
        return dag.build();
    }

    /** An engine that says when the task is deferred. */
    private static Engine.Builder telling(CountDownLatch deferred) {
        return Engine.builder().listener(new RunListener() {
            @Override
            public void taskInstanceChanged(TaskInstance instance) {
                if (instance.state() == TaskInstanceState.DEFERRED) {
                    deferred.countDown();
                }
            }
        });
    }

    @Test
    void a_deferring_operators_task_holds_no_slot_while_the_run_goes_on() throws Exception {
        var deferred = new CountDownLatch(1);
        var store = new InMemoryStateStore();
        try (var engine = telling(deferred).store(store).build()) {
            var run = engine.start(deferring(), RunRequest.manual());
            deferred.await();
            runner.end(awaitStart(1), State.SUCCEEDED, "");

            assertThat(run.await().state()).isEqualTo(RunState.SUCCESS);
            assertThat(store.result(new TaskInstanceKey("refining", run.runId(), "refine", -1))
                            .orElseThrow()
                            .json())
                    .contains("SUCCEEDED");
        }
    }

    @Test
    void a_run_that_a_deferred_task_waits_for_is_stopped_when_a_person_cancels() throws Exception {
        var deferred = new CountDownLatch(1);
        try (var engine = telling(deferred).build()) {
            var run = engine.start(deferring(), RunRequest.manual());
            deferred.await();
            awaitStart(1);

            run.cancel();

            assertThat(run.await().state()).isEqualTo(RunState.FAILED);
        }
        assertThat(aws().glueJobs().get(job, runner.last().runId()).state())
                .isIn(JobRunState.STOPPING, JobRunState.STOPPED);
    }

    @Test
    void the_runs_stages_are_told_as_progress() throws Exception {
        var attempt = Attempt.first();
        var result = inBackground(() -> operator().execute(attempt));
        var started = awaitStart(1);
        runner.progress(started, 3, 9);
        attempt.awaitProgressIn("stages");
        assertThat(attempt.progressIn("stages")).containsExactly(3, 9);
        runner.end(started, State.SUCCEEDED, "");
        result.get();
    }

    @Test
    void a_run_that_failed_fails_the_attempt_and_the_next_one_starts_anew() throws Exception {
        var attempt = Attempt.first();
        var result = inBackground(() -> operator().execute(attempt));
        runner.end(awaitStart(1), State.FAILED, "no such column");
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(result::get)
                .havingCause()
                .isInstanceOfSatisfying(
                        TaskFailure.class, e -> assertThat(e.mayRetry()).isTrue())
                .withMessageContaining("is FAILED")
                .withMessageContaining("no such column");
        var again = inBackground(() -> operator().execute(attempt.next()));
        runner.end(awaitStart(2), State.SUCCEEDED, "");
        assertThat(again.get().id()).isEqualTo(runner.last().runId());
    }

    @Test
    void a_run_that_somebody_stopped_fails_the_task_for_good() throws Exception {
        var result = inBackground(() -> operator().execute(Attempt.first()));
        var started = awaitStart(1);
        aws().glueJobs().stop(job, started.runId());
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(result::get)
                .havingCause()
                .isInstanceOfSatisfying(
                        TaskFailure.class, e -> assertThat(e.mayRetry()).isFalse())
                .withMessageContaining("somebody stopped it");
    }

    @Test
    void cancelling_the_task_stops_the_run() throws Exception {
        var attempt = Attempt.first();
        var result = inBackground(() -> operator().execute(attempt));
        awaitStart(1);
        attempt.awaitNote("glue.run-id");
        attempt.cancel();
        assertThatExceptionOfType(ExecutionException.class).isThrownBy(result::get);
        assertThat(aws().glueJobs().get(job, runner.last().runId()).state()).isEqualTo(JobRunState.STOPPED);
    }

    @Test
    void an_engine_that_stops_leaves_the_run_alone_and_the_next_attempt_joins_it() throws Exception {
        var attempt = Attempt.first();
        var result = inBackground(() -> operator().execute(attempt));
        var started = awaitStart(1);
        attempt.awaitNote("glue.run-id");
        result.cancel(true);
        assertThat(aws().glueJobs().get(job, started.runId()).state()).isEqualTo(JobRunState.RUNNING);
        var again = inBackground(() -> operator().execute(attempt.next()));
        runner.end(started, State.SUCCEEDED, "");
        assertThat(again.get().id()).isEqualTo(started.runId());
        assertThat(runner.started()).hasSize(1);
    }

    @Test
    void a_run_that_succeeded_while_nobody_looked_is_the_result() throws Exception {
        var attempt = Attempt.first();
        var result = inBackground(() -> operator().execute(attempt));
        var started = awaitStart(1);
        attempt.awaitNote("glue.run-id");
        result.cancel(true);
        runner.end(started, State.SUCCEEDED, "");
        assertThat(operator().execute(attempt.next()).id()).isEqualTo(started.runId());
        assertThat(runner.started()).hasSize(1);
    }

    @Test
    void a_process_killed_before_it_noted_the_run_finds_it_by_its_key() throws Exception {
        var attempt = Attempt.first();
        var result = inBackground(() -> operator().execute(attempt));
        var started = awaitStart(1);
        attempt.awaitNote("glue.run-id");
        result.cancel(true);
        attempt.notes().remove("glue.run-id");
        runner.end(started, State.SUCCEEDED, "");
        assertThat(operator().execute(attempt.next()).id()).isEqualTo(started.runId());
        assertThat(runner.started()).hasSize(1);
    }

    @Test
    void a_run_whose_start_was_not_answered_is_found_and_not_started_twice() throws Exception {
        try (var wire = new LossyWire(localAws.aws().endpoint(), "AWSGlue.StartJobRun");
                var aws = clientsAt(wire.endpoint())) {
            var result = inBackground(() -> operator(aws).execute(Attempt.first()));
            var started = awaitStart(1);
            runner.end(started, State.SUCCEEDED, "");
            assertThat(result.get().id()).isEqualTo(started.runId());
            assertThat(runner.started()).hasSize(1);
        }
    }

    @Test
    void a_run_that_waits_for_a_slot_starts_when_the_other_one_ends() throws Exception {
        var first = inBackground(() -> operator().execute(Attempt.first()));
        var occupying = awaitStart(1);
        var second = inBackground(() -> operator().execute(Attempt.first()));
        runner.end(occupying, State.SUCCEEDED, "");
        first.get();
        runner.end(awaitStart(2), State.SUCCEEDED, "");
        assertThat(second.get().state()).isEqualTo(JobRunState.SUCCEEDED);
    }

    @Test
    void asked_to_start_anew_it_leaves_the_earlier_run_where_it_is() throws Exception {
        var attempt = Attempt.first();
        var first = inBackground(() -> operator().execute(attempt));
        runner.end(awaitStart(1), State.SUCCEEDED, "");
        first.get();
        var second = inBackground(() -> operator().alwaysAnew().execute(attempt.next()));
        runner.end(awaitStart(2), State.SUCCEEDED, "");
        assertThat(second.get().id()).isNotEqualTo(first.get().id());
    }

    @Test
    void a_wait_that_is_too_short_says_that_the_run_goes_on() throws Exception {
        var impatient = operator().waiting(new Wait(ofMillis(5), ofMillis(20), ofMillis(50)));
        assertThatExceptionOfType(TaskFailure.class)
                .isThrownBy(() -> impatient.execute(Attempt.first()))
                .satisfies(e -> assertThat(e.mayRetry()).isTrue())
                .withMessageContaining("gave up waiting");
        assertThat(aws().glueJobs().get(job, runner.last().runId()).state()).isEqualTo(JobRunState.RUNNING);
    }

    @Test
    void a_job_that_is_not_there_is_named() {
        var operator = new GlueJobOperator(
                aws().glueJobs(), GlueJobRequest.forJob(unique("none")).build());
        assertThatExceptionOfType(TaskFailure.class)
                .isThrownBy(() -> operator.execute(Attempt.first()))
                .withMessageContaining("EntityNotFoundException");
        assertThat(runner.started()).isEmpty();
    }

    private <T> Future<T> inBackground(Callable<T> work) {
        var executor = Executors.newSingleThreadExecutor(task -> {
            var thread = new Thread(task, "attempt");
            thread.setDaemon(true);
            return thread;
        });
        var future = executor.submit(work);
        executor.shutdown();
        return future;
    }

    private dev.cuesheet.localaws.spi.JobRunner.Job awaitStart(int number) throws InterruptedException {
        return runner.awaitStart(number);
    }
}
