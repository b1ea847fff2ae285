package dev.cuesheet.aws.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cuesheet.aws.AwsClients;
import dev.cuesheet.aws.AwsException;
import dev.cuesheet.aws.AwsException.Reason;
import dev.cuesheet.aws.AwsService;
import dev.cuesheet.aws.S3Uri;
import dev.cuesheet.aws.iam.PolicyDocument;
import dev.cuesheet.aws.iam.RoleSpec;
import dev.cuesheet.aws.sts.SessionCredentials;
import dev.cuesheet.aws.sts.Sts;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What {@link Sts} does on every STS. */
interface StsContract extends Backend {

    @Test
    default void the_caller_is_told_by_account_and_arn() {
        var caller = aws().sts().callerIdentity();
        assertThat(caller.account()).matches("\\d{12}");
        assertThat(caller.arn()).startsWith("arn:aws:").contains(caller.account());
    }

    @Test
    default void wrong_credentials_are_told_as_such_by_every_service() {
        for (var call : new Runnable[] {
            () -> withWrongSecret().sts().callerIdentity(),
            () -> withWrongSecret().iam().findRole("any"),
            () -> withWrongSecret().s3().list(S3Uri.ofBucket("any")).toList()
        }) {
            assertThatExceptionOfType(AwsException.class)
                    .isThrownBy(call::run)
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.BAD_CREDENTIALS))
                    .satisfies(e -> assertThat(e.isRetryable()).isFalse())
                    .withMessageContaining("Check the access key");
        }
    }

    @Test
    default void an_assumed_role_may_do_what_its_policies_say_and_nothing_else() {
        var bucket = S3Uri.ofBucket(unique("sts"));
        var open = bucket.child("open/file");
        var account = aws().sts().callerIdentity().account();
        var role = RoleSpec.named(unique("reader"))
                .trustPolicy("""
                        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
                          "Principal": {"AWS": "arn:aws:iam::%s:root"}}]}""".formatted(account))
                .inlinePolicy(
                        "read",
                        PolicyDocument.empty().allow(bucket.child("open/*").arn(), "s3:GetObject"))
                .build();
        aws().s3().createBucketIfAbsent(bucket.bucket());
        try {
            aws().s3().writeText(open, "read me");
            var arn = aws().iam().ensureRole(role).role().arn();
            var session = aws().sts().assumeRole(arn, "nightly run #7", Duration.ofMinutes(15));
            assertThat(session.assumedRoleArn()).endsWith("/nightlyrun7");
            assertThat(session).asString().doesNotContain(session.secretAccessKey());
            try (var reader = as(session)) {
                assertThat(reader.s3().readText(open)).isEqualTo("read me");
                assertThatExceptionOfType(AwsException.class)
                        .isThrownBy(() -> reader.s3().writeText(open, "changed"))
                        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.DENIED))
                        .satisfies(e -> assertThat(e.statusCode()).hasValue(403));
            }
        } finally {
            aws().iam().deleteRole(role.name());
            aws().s3().deleteAll(bucket);
            aws().s3().deleteBucket(bucket.bucket());
        }
    }

    private AwsClients withWrongSecret() {
        var builder = AwsClients.builder().region(aws().region()).credentials("AKIAIOSFODNN7EXAMPLE", "wrong");
        aws().endpoint(AwsService.STS).ifPresent(builder::endpoint);
        return builder.build();
    }

    private AwsClients as(SessionCredentials session) {
        var builder = AwsClients.builder()
                .region(aws().region())
                .sessionCredentials(session.accessKeyId(), session.secretAccessKey(), session.sessionToken());
        aws().endpoint(AwsService.S3).ifPresent(builder::endpoint);
        return builder.build();
    }
}
