package dev.cuesheet.localaws.internal.glue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cuesheet.localaws.spi.JobRunner.Progress;
import dev.cuesheet.localaws.spi.JobRunner.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.ConcurrentRunsExceededException;
import software.amazon.awssdk.services.glue.model.CreateJobRequest;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.GlueException;
import software.amazon.awssdk.services.glue.model.InvalidInputException;
import software.amazon.awssdk.services.glue.model.JobRun;
import software.amazon.awssdk.services.glue.model.JobRunState;
import software.amazon.awssdk.services.iam.IamClient;

/** Jobs and runs, seen through a real client, with a runner that does as it is told. */
class JobContractTest {
    @TempDir
    Path home;

    private final ObedientRunner runner = new ObedientRunner();
    private GlueAws aws;

    @BeforeEach
    void start() {
        aws = GlueAws.furnished(home, Optional.of(runner));
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void a_run_gets_the_jobs_arguments_under_its_own_and_the_fixed_ones_over_all() {
        aws.glue.createJob(job().defaultArguments(
                        Map.of("--class", "Etl", "--job-language", "scala", "--day", "monday", "--fixed", "no"))
                .nonOverridableArguments(Map.of("--fixed", "yes"))
                .timeout(30)
                .build());

        var id = aws.glue
                .startJobRun(r -> r.jobName("etl").arguments(Map.of("--day", "tuesday", "--fixed", "maybe")))
                .jobRunId();

        assertThat(id).matches("jr_[0-9a-f]{64}");
        var started = runner.started(id);
        assertThat(started.arguments())
                .containsEntry("--class", "Etl")
                .containsEntry("--day", "tuesday")
                .containsEntry("--fixed", "yes");
        assertThat(started.language()).isEqualTo("scala");
        assertThat(started.scriptLocation()).isEqualTo("s3://raw/scripts/etl.scala");
        assertThat(started.roleArn()).isEqualTo(GlueAws.ROLE);
        assertThat(started.timeout()).isEqualTo(Duration.ofMinutes(30));
        assertThat(started.folder()).isDirectory().startsWith(home.resolve("glue/runs/etl"));
        var run = run(id);
        assertThat(run.jobRunState()).isEqualTo(JobRunState.RUNNING);
        assertThat(run.arguments()).containsOnlyKeys("--day", "--fixed");
        assertThat(run.logGroupName()).isEqualTo("/aws-glue/jobs");
        assertThat(run.attempt()).isZero();
        assertThat(run.timeout()).isEqualTo(30);
    }

    @Test
    void progress_is_told_as_the_runs_detail() {
        aws.glue.createJob(job().build());
        var id = start1();

        runner.progress(id, new Progress(3, 9, 10, 16));

        assertThat(run(id).stateDetail()).isEqualTo("stage 3 of 9, tasks 10 of 16");
    }

    @Test
    void a_second_run_is_refused_while_the_first_goes_on() {
        aws.glue.createJob(job().build());
        var first = start1();

        assertThatThrownBy(this::start1).isInstanceOf(ConcurrentRunsExceededException.class);

        runner.end(first, State.SUCCEEDED, null);
        assertThat(run(first).jobRunState()).isEqualTo(JobRunState.SUCCEEDED);
        assertThat(start1()).isNotEqualTo(first);
    }

    @Test
    void a_failed_run_tells_why() {
        aws.glue.createJob(job().build());
        var id = start1();

        runner.end(id, State.FAILED, "java.lang.ClassNotFoundException: Etl");

        assertThat(run(id).jobRunState()).isEqualTo(JobRunState.FAILED);
        assertThat(run(id).errorMessage()).isEqualTo("java.lang.ClassNotFoundException: Etl");
        assertThat(run(id).completedOn()).isNotNull();
    }

    @Test
    void a_stop_is_passed_on_and_each_run_that_cannot_be_stopped_is_told() {
        aws.glue.createJob(job().build());
        var id = start1();

        var answer = aws.glue.batchStopJobRun(r -> r.jobName("etl").jobRunIds(id, "jr_unknown"));

        assertThat(answer.successfulSubmissions())
                .singleElement()
                .satisfies(s -> assertThat(s.jobRunId()).isEqualTo(id));
        assertThat(answer.errors()).singleElement().satisfies(e -> {
            assertThat(e.jobRunId()).isEqualTo("jr_unknown");
            assertThat(e.errorDetail().errorCode()).isEqualTo("EntityNotFoundException");
        });
        assertThat(run(id).jobRunState()).isEqualTo(JobRunState.STOPPED);
        assertThat(aws.glue.batchStopJobRun(r -> r.jobName("etl").jobRunIds(id)).errors())
                .hasSize(1);
    }

    @Test
    void a_failed_run_is_tried_again_as_often_as_the_job_says() {
        aws.glue.createJob(job().maxRetries(1).build());
        var id = start1();

        runner.end(id, State.FAILED, "first");
        runner.awaitStart(id + "_attempt_1");
        var second = run(id + "_attempt_1");
        assertThat(second.attempt()).isEqualTo(1);
        assertThat(second.previousRunId()).isEqualTo(id);
        runner.end(second.id(), State.FAILED, "second");

        assertThat(run(id).jobRunState()).isEqualTo(JobRunState.FAILED);
        assertThat(run(second.id()).jobRunState()).isEqualTo(JobRunState.FAILED);
        assertThat(aws.glue.getJobRuns(r -> r.jobName("etl")).jobRuns()).hasSize(2);
    }

    @Test
    void runs_are_told_truthfully_after_a_restart() {
        aws.glue.createJob(job().build());
        var id = start1();
        aws.close();

        aws = new GlueAws(home, Optional.of(runner));
        assertThat(run(id).jobRunState()).isEqualTo(JobRunState.RUNNING);
        runner.end(id, State.SUCCEEDED, null);
        assertThat(run(id).jobRunState()).isEqualTo(JobRunState.SUCCEEDED);
        assertThat(run(id).executionTime()).isNotNegative();
    }

    @Test
    void a_run_that_was_recorded_but_never_handed_over_has_failed() throws IOException {
        aws.glue.createJob(job().build());
        var id = start1();
        runner.forget(id);
        var record = home.resolve("glue/runs/etl").resolve(id).resolve("run.json");
        assertThat(Files.readString(record)).contains(id);

        var run = run(id);

        assertThat(run.jobRunState()).isEqualTo(JobRunState.FAILED);
        assertThat(run.errorMessage()).contains("never handed over");
    }

    @Test
    void a_runner_that_refuses_makes_a_failed_run_with_its_reason() {
        aws.glue.createJob(job().build());
        runner.refuseStarts("no Java for the worker");

        var id = start1();

        assertThat(run(id).jobRunState()).isEqualTo(JobRunState.FAILED);
        assertThat(run(id).errorMessage()).contains("no Java for the worker");
    }

    @Test
    void without_a_runner_a_start_is_refused_and_never_a_success() {
        aws.glue.createJob(job().build());
        aws.close();
        aws = new GlueAws(home, Optional.empty());

        assertThatThrownBy(this::start1).isInstanceOfSatisfying(GlueException.class, e -> {
            assertThat(e.statusCode()).isEqualTo(501);
            assertThat(e).hasMessageContaining("without a job runner");
        });
    }

    @Test
    void an_update_replaces_the_whole_definition_and_a_delete_of_nothing_succeeds() {
        aws.glue.createJob(job().description("first").maxRetries(2).build());

        aws.glue.updateJob(r -> r.jobName("etl")
                .jobUpdate(u -> u.role(GlueAws.ROLE)
                        .command(c -> c.name("glueetl").scriptLocation("s3://raw/scripts/other.scala"))));

        var changed = aws.glue.getJob(r -> r.jobName("etl")).job();
        assertThat(changed.description()).isNull();
        assertThat(changed.maxRetries()).isZero();
        assertThat(changed.command().scriptLocation()).endsWith("other.scala");
        aws.glue.deleteJob(r -> r.jobName("etl"));
        aws.glue.deleteJob(r -> r.jobName("etl"));
        assertThatThrownBy(() -> aws.glue.getJob(r -> r.jobName("etl"))).isInstanceOf(EntityNotFoundException.class);
    }

    @Test
    void a_role_that_glue_may_not_assume_is_refused() {
        aws.iam.createRole(r -> r.roleName("redshift-only")
                .assumeRolePolicyDocument(GlueAws.TRUST.replace("glue.amazonaws.com", "redshift.amazonaws.com")));

        assertThatThrownBy(() -> aws.glue.createJob(job().role("redshift-only").build()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("should be given assume role permissions for Glue Service");
    }

    @Test
    void whoever_may_not_pass_the_role_may_not_make_the_job() {
        var ann = user("ann");
        aws.iam.putUserPolicy(r -> r.userName("ann").policyName("glue").policyDocument("""
                {"Statement": {"Effect": "Allow", "Action": "glue:*", "Resource": "*"}}"""));
        try (var glue = aws.client(GlueClient.builder(), ann)) {
            assertThatThrownBy(() -> glue.createJob(job().build()))
                    .isInstanceOfSatisfying(
                            GlueException.class,
                            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException"))
                    .hasMessageContaining("iam:PassRole");

            aws.iam.putUserPolicy(
                    r -> r.userName("ann").policyName("pass").policyDocument("""
                    {"Statement": {"Effect": "Allow", "Action": "iam:PassRole", "Resource": "%s",
                      "Condition": {"StringEquals": {"iam:PassedToService": "glue.amazonaws.com"}}}}""".formatted(GlueAws.ROLE)));
            assertThat(glue.createJob(job().build()).name()).isEqualTo("etl");
        }
    }

    @Test
    void tags_are_kept_with_the_job() {
        aws.glue.createJob(job().tags(Map.of("team", "sales")).build());
        var arn = "arn:aws:glue:us-east-1:000000000000:job/etl";

        aws.glue.tagResource(r -> r.resourceArn(arn).tagsToAdd(Map.of("stage", "dev")));
        aws.glue.untagResource(r -> r.resourceArn(arn).tagsToRemove("team"));

        assertThat(aws.glue.getTags(r -> r.resourceArn(arn)).tags()).containsExactly(Map.entry("stage", "dev"));
    }

    private AwsBasicCredentials user(String name) {
        IamClient iam = aws.iam;
        iam.createUser(r -> r.userName(name));
        var key = iam.createAccessKey(r -> r.userName(name)).accessKey();
        return AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
    }

    private String start1() {
        return aws.glue.startJobRun(r -> r.jobName("etl")).jobRunId();
    }

    private JobRun run(String id) {
        return aws.glue.getJobRun(r -> r.jobName("etl").runId(id)).jobRun();
    }

    private static CreateJobRequest.Builder job() {
        return CreateJobRequest.builder()
                .name("etl")
                .role(GlueAws.ROLE)
                .glueVersion("5.0")
                .command(c -> c.name("glueetl").scriptLocation("s3://raw/scripts/etl.scala"));
    }
}
