package dev.cuesheet.localaws.internal.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cuesheet.localaws.internal.glue.GlueAws;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.LimitExceededException;
import software.amazon.awssdk.services.iam.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.StsException;

/** IAM and STS, seen through real clients. */
class IamContractTest {
    private static final String TRUST = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
              "Principal": {"AWS": "arn:aws:iam::000000000000:root"}}]}""";
    private static final String READ_RAW = """
            {"Version": "2012-10-17", "Statement": [
              {"Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"], "Resource": ["arn:aws:s3:::raw", "arn:aws:s3:::raw/*"]}]}""";

    @TempDir
    Path home;

    private GlueAws aws;

    @BeforeEach
    void start() {
        aws = new GlueAws(home, Optional.empty());
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void a_role_comes_back_as_it_was_made_with_its_document_encoded() {
        var made = aws.iam
                .createRole(r -> r.roleName("etl")
                        .path("/jobs/")
                        .description("nightly")
                        .assumeRolePolicyDocument(TRUST)
                        .tags(Tag.builder().key("team").value("sales & more").build()))
                .role();

        var role = aws.iam.getRole(r -> r.roleName("etl")).role();

        assertThat(role.arn()).isEqualTo("arn:aws:iam::000000000000:role/jobs/etl");
        assertThat(role.roleId()).matches("AROA[A-Z2-7]{17}").isEqualTo(made.roleId());
        assertThat(role.maxSessionDuration()).isEqualTo(3600);
        assertThat(role.tags()).extracting(Tag::value).containsExactly("sales & more");
        assertThat(role.assumeRolePolicyDocument()).doesNotContain("{", " ");
        assertThat(URLDecoder.decode(role.assumeRolePolicyDocument(), StandardCharsets.UTF_8))
                .isEqualTo(TRUST);
        assertThatThrownBy(() -> role("ETL")).isInstanceOf(EntityAlreadyExistsException.class);
    }

    @Test
    void a_role_with_policies_on_it_cannot_be_deleted() {
        role("etl");
        aws.iam.putRolePolicy(r -> r.roleName("etl").policyName("raw").policyDocument(READ_RAW));

        assertThatThrownBy(() -> aws.iam.deleteRole(r -> r.roleName("etl")))
                .isInstanceOf(DeleteConflictException.class)
                .hasMessageContaining("Cannot delete entity, must remove referenced objects first.");

        aws.iam.deleteRolePolicy(r -> r.roleName("etl").policyName("raw"));
        aws.iam.deleteRole(r -> r.roleName("etl"));
        assertThatThrownBy(() -> aws.iam.getRole(r -> r.roleName("etl")))
                .isInstanceOf(NoSuchEntityException.class)
                .hasMessageContaining("The role with name etl cannot be found.");
    }

    @Test
    void documents_that_are_no_policies_are_refused() {
        assertThatThrownBy(() -> aws.iam.createRole(r -> r.roleName("x").assumeRolePolicyDocument("{}")))
                .isInstanceOf(MalformedPolicyDocumentException.class);
        role("etl");
        assertThatThrownBy(() -> aws.iam.putRolePolicy(
                        r -> r.roleName("etl").policyName("p").policyDocument("not json")))
                .isInstanceOf(MalformedPolicyDocumentException.class);
    }

    @Test
    void roles_are_listed_in_pages() {
        IntStream.range(0, 5).forEach(i -> role("r" + i));

        assertThat(aws.iam.listRolesPaginator(r -> r.maxItems(2)).roles())
                .extracting(Role::roleName)
                .containsExactly("r0", "r1", "r2", "r3", "r4");
        assertThat(aws.iam.listInstanceProfilesForRole(r -> r.roleName("r0")).instanceProfiles())
                .isEmpty();
    }

    @Test
    void a_managed_policy_has_at_most_five_versions_and_one_in_force() {
        var arn = aws.iam
                .createPolicy(r -> r.policyName("raw").policyDocument(READ_RAW))
                .policy()
                .arn();
        assertThat(arn).isEqualTo("arn:aws:iam::000000000000:policy/raw");
        var all = READ_RAW.replace("\"s3:GetObject\", \"s3:ListBucket\"", "\"s3:*\"");
        aws.iam.createPolicyVersion(r -> r.policyArn(arn).policyDocument(all).setAsDefault(true));

        assertThat(aws.iam.getPolicy(r -> r.policyArn(arn)).policy().defaultVersionId())
                .isEqualTo("v2");
        assertThat(URLDecoder.decode(
                        aws.iam
                                .getPolicyVersion(r -> r.policyArn(arn).versionId("v2"))
                                .policyVersion()
                                .document(),
                        StandardCharsets.UTF_8))
                .isEqualTo(all);
        IntStream.range(0, 3)
                .forEach(i -> aws.iam.createPolicyVersion(r -> r.policyArn(arn).policyDocument(all)));
        assertThatThrownBy(
                        () -> aws.iam.createPolicyVersion(r -> r.policyArn(arn).policyDocument(all)))
                .isInstanceOf(LimitExceededException.class);
        assertThatThrownBy(
                        () -> aws.iam.deletePolicyVersion(r -> r.policyArn(arn).versionId("v2")))
                .isInstanceOf(DeleteConflictException.class);
        assertThatThrownBy(() -> aws.iam.deletePolicy(r -> r.policyArn(arn)))
                .isInstanceOf(DeleteConflictException.class);
        List.of("v1", "v3", "v4", "v5")
                .forEach(v -> aws.iam.deletePolicyVersion(r -> r.policyArn(arn).versionId(v)));
        aws.iam.deletePolicy(r -> r.policyArn(arn));
        assertThatThrownBy(() -> aws.iam.getPolicy(r -> r.policyArn(arn))).isInstanceOf(NoSuchEntityException.class);
    }

    @Test
    void the_policies_of_aws_are_there_and_cannot_be_changed() {
        var arn = "arn:aws:iam::aws:policy/service-role/AWSGlueServiceRole";

        assertThat(aws.iam.getPolicy(r -> r.policyArn(arn)).policy().policyName())
                .isEqualTo("AWSGlueServiceRole");
        assertThat(aws.iam.listPolicies(r -> r.scope("AWS")).policies())
                .extracting(policy -> policy.policyName())
                .contains("AmazonS3FullAccess", "AmazonS3ReadOnlyAccess", "AmazonRedshiftAllCommandsFullAccess");
        assertThatThrownBy(() -> aws.iam.deletePolicy(r -> r.policyArn(arn)))
                .isInstanceOfSatisfying(
                        IamException.class, e -> assertThat(e.statusCode()).isEqualTo(403));
    }

    @Test
    void a_user_may_do_what_its_policy_says_and_hears_what_it_may_not() {
        var ann = user("ann");
        aws.s3.createBucket(b -> b.bucket("raw"));
        aws.iam.putUserPolicy(r -> r.userName("ann").policyName("raw").policyDocument(READ_RAW));

        try (var s3 = aws.client(S3Client.builder(), ann);
                var iam = aws.client(IamClient.builder(), ann)) {
            assertThatCode(() -> s3.listObjectsV2(r -> r.bucket("raw"))).doesNotThrowAnyException();
            assertThatThrownBy(() -> s3.createBucket(b -> b.bucket("other")))
                    .isInstanceOfSatisfying(
                            S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
            assertThatThrownBy(() -> iam.createRole(r -> r.roleName("x").assumeRolePolicyDocument(TRUST)))
                    .isInstanceOfSatisfying(IamException.class, e -> {
                        assertThat(e.statusCode()).isEqualTo(403);
                        assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
                    })
                    .hasMessageContaining(
                            "User: arn:aws:iam::000000000000:user/ann is not authorized to perform: iam:CreateRole"
                                    + " on resource: arn:aws:iam::000000000000:role/x");
        }
    }

    @Test
    void an_assumed_role_is_who_the_caller_is_and_may_what_the_role_may() {
        role("etl");
        aws.s3.createBucket(b -> b.bucket("raw"));
        aws.iam.putRolePolicy(r -> r.roleName("etl").policyName("raw").policyDocument(READ_RAW));
        var answer = aws.sts.assumeRole(
                r -> r.roleArn("arn:aws:iam::000000000000:role/etl").roleSessionName("nightly"));
        assertThat(answer.credentials().accessKeyId()).startsWith("ASIA");
        assertThat(answer.assumedRoleUser().arn()).isEqualTo("arn:aws:sts::000000000000:assumed-role/etl/nightly");

        try (var sts = aws.client(StsClient.builder(), session(answer.credentials()));
                var s3 = aws.client(S3Client.builder(), session(answer.credentials()))) {
            assertThat(sts.getCallerIdentity().arn()).isEqualTo("arn:aws:sts::000000000000:assumed-role/etl/nightly");
            assertThatCode(() -> s3.listObjectsV2(r -> r.bucket("raw"))).doesNotThrowAnyException();
            assertThatThrownBy(() -> s3.deleteBucket(r -> r.bucket("raw"))).isInstanceOf(S3Exception.class);
        }
    }

    @Test
    void a_session_policy_narrows_what_the_role_may() {
        role("etl");
        aws.s3.createBucket(b -> b.bucket("raw"));
        aws.iam.attachRolePolicy(r -> r.roleName("etl").policyArn("arn:aws:iam::aws:policy/AmazonS3FullAccess"));
        var narrowed = aws.sts
                .assumeRole(r -> r.roleArn("arn:aws:iam::000000000000:role/etl")
                        .roleSessionName("reader")
                        .policy(READ_RAW))
                .credentials();

        try (var s3 = aws.client(S3Client.builder(), session(narrowed))) {
            assertThatCode(() -> s3.listObjectsV2(r -> r.bucket("raw"))).doesNotThrowAnyException();
            assertThatThrownBy(() -> s3.createBucket(b -> b.bucket("other"))).isInstanceOf(S3Exception.class);
        }
    }

    @Test
    void temporary_credentials_outlive_a_restart_of_the_server() {
        role("etl");
        var credentials = aws.sts
                .assumeRole(r -> r.roleArn("arn:aws:iam::000000000000:role/etl").roleSessionName("nightly"))
                .credentials();
        aws.close();
        aws = new GlueAws(home, Optional.empty());

        try (var sts = aws.client(StsClient.builder(), session(credentials))) {
            assertThat(sts.getCallerIdentity().userId()).endsWith(":nightly");
        }
    }

    @Test
    void a_role_that_does_not_trust_the_caller_cannot_be_assumed() {
        aws.iam.createRole(r -> r.roleName("glue-only").assumeRolePolicyDocument("""
                        {"Statement": {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "glue.amazonaws.com"}}}"""));

        assertThatThrownBy(() -> aws.sts.assumeRole(r ->
                        r.roleArn("arn:aws:iam::000000000000:role/glue-only").roleSessionName("me")))
                .isInstanceOfSatisfying(StsException.class, e -> {
                    assertThat(e.statusCode()).isEqualTo(403);
                    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
                });
    }

    @Test
    void a_simulation_says_what_the_real_decision_would_be() {
        role("etl");
        aws.iam.putRolePolicy(r -> r.roleName("etl").policyName("raw").policyDocument(READ_RAW));

        var results = aws.iam
                .simulatePrincipalPolicy(r -> r.policySourceArn("arn:aws:iam::000000000000:role/etl")
                        .actionNames("s3:GetObject", "s3:PutObject")
                        .resourceArns("arn:aws:s3:::raw/a"))
                .evaluationResults();

        assertThat(results)
                .extracting(EvaluationResult::evalDecision)
                .containsExactly(PolicyEvaluationDecisionType.ALLOWED, PolicyEvaluationDecisionType.IMPLICIT_DENY);
    }

    private void role(String name) {
        aws.iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(TRUST));
    }

    private AwsBasicCredentials user(String name) {
        aws.iam.createUser(r -> r.userName(name));
        var key = aws.iam.createAccessKey(r -> r.userName(name)).accessKey();
        return AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
    }

    private static AwsSessionCredentials session(Credentials credentials) {
        return AwsSessionCredentials.create(
                credentials.accessKeyId(), credentials.secretAccessKey(), credentials.sessionToken());
    }
}
