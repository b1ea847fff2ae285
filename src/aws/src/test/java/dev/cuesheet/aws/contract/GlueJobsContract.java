package dev.cuesheet.aws.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cuesheet.aws.Ensured.Change;
import dev.cuesheet.aws.Ensured.Difference;
import dev.cuesheet.aws.S3Uri;
import dev.cuesheet.aws.glue.GlueJobSpec;
import dev.cuesheet.aws.glue.GlueJobs;
import dev.cuesheet.aws.iam.RoleSpec;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Job;

/** What {@link GlueJobs} does with definitions on every Glue. Runs cost money there, and are the operators' tests here. */
interface GlueJobsContract extends Backend {

    /** The SDK's own client, to set and see what the wrapper does not speak of. */
    GlueClient sdk();

    default GlueJobs jobs() {
        return aws().glueJobs();
    }

    /** A body that waits. */
    @FunctionalInterface
    interface Body {
        void run(String name) throws InterruptedException;
    }

    default void withRole(Body body) throws InterruptedException {
        var name = unique("job");
        aws().iam()
                .ensureRole(RoleSpec.named(name).assumedBy("glue.amazonaws.com").build());
        try {
            body.run(name);
        } finally {
            jobs().delete(name);
            aws().iam().deleteRole(name);
        }
    }

    private static GlueJobSpec.Builder spec(String name) {
        return GlueJobSpec.named(name)
                .role(name)
                .scala(S3Uri.parse("s3://scripts/refine.scala"), "Refine")
                .argument("--database", "tickit")
                .timeout(Duration.ofMinutes(30));
    }

    private Job job(String name) {
        return sdk().getJob(r -> r.jobName(name)).job();
    }

    @Test
    default void a_job_is_made_as_specified_and_left_alone_when_it_is_so() throws InterruptedException {
        withRole(name -> {
            assertThat(jobs().exists(name)).isFalse();
            assertThat(jobs().ensure(spec(name).build()).change()).isEqualTo(Change.CREATED);
            assertThat(jobs().ensure(spec(name).build()).describe()).isEqualTo("unchanged");
            var job = job(name);
            assertThat(job.command().name()).isEqualTo("glueetl");
            assertThat(job.command().scriptLocation()).isEqualTo("s3://scripts/refine.scala");
            assertThat(job.defaultArguments())
                    .containsExactlyInAnyOrderEntriesOf(
                            Map.of("--job-language", "scala", "--class", "Refine", "--database", "tickit"));
            assertThat(job.timeout()).isEqualTo(30);
            assertThat(jobs().list(name)).isEmpty();
        });
    }

    @Test
    default void a_role_by_arn_is_no_difference() throws InterruptedException {
        withRole(name -> {
            jobs().ensure(spec(name).build());
            var arn = aws().iam().getRole(name).arn();
            assertThat(jobs().ensure(spec(name).role(arn).build()).differences())
                    .isEmpty();
        });
    }

    @Test
    default void a_job_that_differs_is_updated_and_keeps_what_was_not_spoken_of() throws InterruptedException {
        withRole(name -> {
            jobs().ensure(spec(name).build());
            var before = job(name);
            sdk().updateJob(r -> r.jobName(name)
                    .jobUpdate(u -> u.role(before.role())
                            .command(before.command())
                            .defaultArguments(before.defaultArguments())
                            .glueVersion(before.glueVersion())
                            .workerType(before.workerType())
                            .numberOfWorkers(before.numberOfWorkers())
                            .timeout(before.timeout())
                            .nonOverridableArguments(Map.of("--kept", "by hand"))));
            var updated = jobs().ensure(spec(name)
                    .argument("--year", "2008")
                    .workers(4, "G.2X")
                    .build());
            assertThat(updated.change()).isEqualTo(Change.UPDATED);
            assertThat(updated.differences())
                    .extracting(Difference::field)
                    .containsExactly("defaultArguments", "workerType", "workers");
            var after = job(name);
            assertThat(after.nonOverridableArguments()).containsEntry("--kept", "by hand");
            assertThat(after.defaultArguments()).containsEntry("--year", "2008");
            assertThat(after.numberOfWorkers()).isEqualTo(4);
        });
    }

    @Test
    default void deleting_a_job_that_is_gone_succeeds() {
        jobs().delete(unique("none"));
    }
}
