package dev.cuesheet.aws.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cuesheet.aws.AwsException;
import dev.cuesheet.aws.AwsException.Reason;
import dev.cuesheet.aws.Ensured.Change;
import dev.cuesheet.aws.Ensured.Difference;
import dev.cuesheet.aws.iam.Iam;
import dev.cuesheet.aws.iam.PolicyDocument;
import dev.cuesheet.aws.iam.RoleSpec;
import org.junit.jupiter.api.Test;

/** What {@link Iam} does on every IAM. */
interface IamContract extends Backend {
    String READ_ONLY = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";

    default Iam iam() {
        return aws().iam();
    }

    @Test
    default void a_role_is_made_as_specified_and_left_alone_when_it_is_so() {
        var spec = RoleSpec.named(unique("role"))
                .description("reads raw files")
                .assumedBy("glue.amazonaws.com", "redshift.amazonaws.com")
                .inlinePolicy("read", PolicyDocument.empty().allow("arn:aws:s3:::raw/*", "s3:GetObject"))
                .attachedPolicy(READ_ONLY)
                .build();
        try {
            var made = iam().ensureRole(spec);
            assertThat(made.ensured().change()).isEqualTo(Change.CREATED);
            assertThat(made.role().arn()).endsWith(":role/" + spec.name());
            assertThat(iam().getRole(spec.name()).description()).isEqualTo("reads raw files");
            assertThat(iam().listPolicies(spec.name())).containsExactly("read");
            assertThat(iam().listAttachedPolicies(spec.name())).containsExactly(READ_ONLY);
            assertThat(iam().ensureRole(spec).ensured().change()).isEqualTo(Change.UNCHANGED);
        } finally {
            iam().deleteRole(spec.name());
        }
    }

    @Test
    default void a_role_that_differs_is_corrected_and_what_differed_is_told() {
        var name = unique("role");
        try {
            iam().ensureRole(RoleSpec.named(name)
                    .assumedBy("glue.amazonaws.com")
                    .inlinePolicy("read", PolicyDocument.empty().allow("*", "s3:GetObject"))
                    .inlinePolicy("ours", PolicyDocument.empty().allow("*", "s3:ListBucket"))
                    .build());
            var corrected = iam().ensureRole(RoleSpec.named(name)
                    .assumedBy("redshift.amazonaws.com")
                    .inlinePolicy("read", PolicyDocument.empty().allow("*", "s3:GetObject", "s3:PutObject"))
                    .attachedPolicy(READ_ONLY)
                    .build());
            assertThat(corrected.ensured().change()).isEqualTo(Change.UPDATED);
            assertThat(corrected.ensured().differences())
                    .extracting(Difference::field)
                    .containsExactly("trustPolicy", "policy read", "attached policy");
            assertThat(iam().getRole(name).trustPolicy()).contains("redshift.amazonaws.com");
            assertThat(iam().findPolicy(name, "read").orElseThrow()).contains("s3:PutObject");
            assertThat(iam().findPolicy(name, "ours")).isPresent();
        } finally {
            iam().deleteRole(name);
        }
    }

    @Test
    default void a_document_written_in_another_way_is_the_same_document() {
        var name = unique("role");
        try {
            iam().ensureRole(RoleSpec.named(name)
                    .assumedBy("glue.amazonaws.com")
                    .inlinePolicy(
                            "read",
                            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                                    + "\"Action\":[\"s3:GetObject\"],\"Resource\":[\"arn:aws:s3:::raw/a+b %/*\"]}]}")
                    .build());
            var again = iam().ensureRole(RoleSpec.named(name)
                    .trustPolicy("""
                            {"Statement": {"Action": "sts:AssumeRole", "Effect": "Allow",
                              "Principal": {"Service": "glue.amazonaws.com"}}, "Version": "2012-10-17"}""")
                    .inlinePolicy("read", """
                            {"Statement": {"Resource": "arn:aws:s3:::raw/a+b %/*", "Action": "s3:GetObject",
                              "Effect": "Allow"}, "Version": "2012-10-17"}""")
                    .build());
            assertThat(again.ensured().differences()).isEmpty();
        } finally {
            iam().deleteRole(name);
        }
    }

    @Test
    default void a_role_that_is_gone_is_not_found_and_deleting_it_again_succeeds() {
        var name = unique("role");
        iam().ensureRole(RoleSpec.named(name)
                .assumedBy("glue.amazonaws.com")
                .inlinePolicy("read", PolicyDocument.empty().allow("*", "s3:GetObject"))
                .attachedPolicy(READ_ONLY)
                .build());
        assertThat(iam().listRoles().map(r -> r.name())).contains(name);
        iam().deleteRole(name);
        iam().deleteRole(name);
        assertThat(iam().findRole(name)).isEmpty();
        assertThatExceptionOfType(AwsException.class)
                .isThrownBy(() -> iam().getRole(name))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.NOT_FOUND))
                .withMessageContaining("Could not look up role " + name);
    }

    @Test
    default void a_policy_that_iam_does_not_understand_is_refused_as_invalid() {
        var name = unique("role");
        try {
            iam().ensureRole(
                            RoleSpec.named(name).assumedBy("glue.amazonaws.com").build());
            assertThatExceptionOfType(AwsException.class)
                    .isThrownBy(() -> iam().putPolicy(
                                    name,
                                    "bad",
                                    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Perhaps\"}]}"))
                    .satisfies(e -> assertThat(e.errorCode()).contains("MalformedPolicyDocument"))
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.INVALID));
        } finally {
            iam().deleteRole(name);
        }
    }
}
