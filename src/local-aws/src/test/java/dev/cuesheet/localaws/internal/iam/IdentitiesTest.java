package dev.cuesheet.localaws.internal.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cuesheet.localaws.internal.wire.QueryParameters;
import dev.cuesheet.localaws.internal.wire.XmlElement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentitiesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final String ETL = "arn:aws:iam::000000000000:role/etl";
    private static final String TRUST = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
              "Principal": {"Service": "glue.amazonaws.com", "AWS": "arn:aws:iam::000000000000:root"}}]}""";

    @TempDir
    Path home;

    @Test
    void the_root_key_is_known_before_anything_is_on_disk() throws IOException {
        var root = identities().find("test").orElseThrow();

        assertThat(root.secretKey()).isEqualTo("test");
        assertThat(root.callerIn("eu-west-1").isRoot()).isTrue();
        try (var files = Files.list(home)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void temporary_credentials_outlive_a_restart_until_they_expire() {
        role("etl", TRUST);
        var made = assume(Duration.ofMinutes(20));

        var found = identities().find(made.accessKeyId()).orElseThrow();

        assertThat(found.secretKey()).isEqualTo(made.secretKey());
        assertThat(found.sessionToken()).isEqualTo(made.sessionToken());
        assertThat(found.owner().arn()).isEqualTo("arn:aws:sts::000000000000:assumed-role/etl/nightly");
        assertThat(found.isExpiredAt(NOW.plus(Duration.ofMinutes(20)).minusMillis(1)))
                .isFalse();
        assertThat(found.isExpiredAt(NOW.plus(Duration.ofMinutes(20)))).isTrue();
    }

    @Test
    void secrets_are_readable_by_the_owner_alone_and_never_printed() throws IOException {
        role("etl", TRUST);
        call("CreateUser", Map.of("UserName", "ann"));
        call("CreateAccessKey", Map.of("UserName", "ann"));
        var made = assume(Duration.ofHours(1));

        for (var folder : List.of("keys", "sessions")) {
            try (var files = Files.list(home.resolve("iam").resolve(folder))) {
                assertThat(files.filter(file -> file.toString().endsWith(".json")))
                        .isNotEmpty()
                        .allSatisfy(
                                file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                                        .isEqualTo("rw-------"));
            }
        }
        assertThat(made.toString())
                .doesNotContain(made.secretKey(), made.sessionToken().orElseThrow());
    }

    @Test
    void credentials_end_with_their_role_even_if_another_takes_its_name() {
        role("etl", TRUST);
        var made = assume(Duration.ofHours(1));

        call("DeleteRole", Map.of("RoleName", "etl"));
        assertThat(identities().find(made.accessKeyId())).isEmpty();

        role("etl", TRUST);
        assertThat(identities().find(made.accessKeyId())).isEmpty();
    }

    @Test
    void an_inactive_key_is_not_found() {
        call("CreateUser", Map.of("UserName", "ann"));
        var id = call("CreateAccessKey", Map.of("UserName", "ann"))
                .replaceAll("(?s).*<AccessKeyId>(.*)</AccessKeyId>.*", "$1");
        assertThat(identities().find(id)).isPresent();

        call("UpdateAccessKey", Map.of("UserName", "ann", "AccessKeyId", id, "Status", "Inactive"));

        assertThat(identities().find(id)).isEmpty();
    }

    @Test
    void a_role_may_do_what_its_policies_allow_and_the_denial_says_which_was_missing() {
        role("etl", TRUST);
        call("PutRolePolicy", Map.of("RoleName", "etl", "PolicyName", "raw", "PolicyDocument", """
                        {"Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::raw/*"}}"""));
        var authorizer = identities().authorizer();
        var glue = authorizer.assumedBy("glue.amazonaws.com", ETL, "AWS-Crawler");

        assertThatCode(() -> authorizer.check(glue, "s3:GetObject", "arn:aws:s3:::raw/a"))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> authorizer.check(glue, "s3:PutObject", "arn:aws:s3:::raw/a"))
                .isInstanceOf(Authorizer.Denied.class)
                .hasMessage(
                        "User: arn:aws:sts::000000000000:assumed-role/etl/AWS-Crawler is not authorized to perform: "
                                + "s3:PutObject on resource: arn:aws:s3:::raw/a because no identity-based policy allows the "
                                + "s3:PutObject action");
    }

    @Test
    void a_change_of_policy_counts_from_the_next_call_on_also_in_another_process() {
        role("etl", TRUST);
        var elsewhere = identities().authorizer();
        var job = elsewhere.assumedBy("glue.amazonaws.com", ETL, "run");
        assertThatThrownBy(() -> elsewhere.check(job, "s3:GetObject", "arn:aws:s3:::raw/a"))
                .isInstanceOf(Authorizer.Denied.class);

        call(
                "AttachRolePolicy",
                Map.of("RoleName", "etl", "PolicyArn", "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"));
        assertThatCode(() -> elsewhere.check(job, "s3:GetObject", "arn:aws:s3:::raw/a"))
                .doesNotThrowAnyException();

        call(
                "DetachRolePolicy",
                Map.of("RoleName", "etl", "PolicyArn", "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"));
        assertThatThrownBy(() -> elsewhere.check(job, "s3:GetObject", "arn:aws:s3:::raw/a"))
                .isInstanceOf(Authorizer.Denied.class);
    }

    @Test
    void only_services_that_the_trust_policy_names_can_assume_the_role() {
        role("etl", TRUST);
        var authorizer = identities().authorizer();

        assertThatThrownBy(() -> authorizer.assumedBy("redshift.amazonaws.com", ETL, "copy"))
                .isInstanceOf(Authorizer.Denied.class)
                .hasMessageContaining("trust policy");
        assertThatThrownBy(() -> authorizer.assumedBy("glue.amazonaws.com", ETL + "x", "copy"))
                .isInstanceOf(Authorizer.Denied.class)
                .hasMessageContaining("does not exist");
    }

    @Test
    void a_session_policy_narrows_the_role() {
        role("etl", TRUST);
        call("AttachRolePolicy", Map.of("RoleName", "etl", "PolicyArn", "arn:aws:iam::aws:policy/AmazonS3FullAccess"));
        var narrowed = identities()
                .sessions()
                .assume(
                        Account.standard().root(),
                        new Sessions.Assumption(
                                ETL,
                                "reader",
                                Duration.ofHours(1),
                                List.of(),
                                List.of("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"),
                                Optional.empty()))
                .owner();
        var authorizer = identities().authorizer();

        assertThatCode(() -> authorizer.check(narrowed, "s3:GetObject", "arn:aws:s3:::raw/a"))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> authorizer.check(narrowed, "s3:PutObject", "arn:aws:s3:::raw/a"))
                .hasMessageContaining("no session policy");
    }

    @Test
    void a_user_assumes_a_role_that_trusts_the_account_only_with_a_permission_of_its_own() {
        role("etl", TRUST);
        var xml = call("CreateUser", Map.of("UserName", "ann"));
        assertThat(xml).contains("arn:aws:iam::000000000000:user/ann");
        var ann = new Caller(
                "000000000000",
                "arn:aws:iam::000000000000:user/ann",
                "AIDA",
                Optional.empty(),
                Optional.empty(),
                "us-east-1");
        assertThatThrownBy(() -> assumeAs(ann)).isInstanceOf(Authorizer.Denied.class);

        call("PutUserPolicy", Map.of("UserName", "ann", "PolicyName", "assume", "PolicyDocument", """
                        {"Statement": {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}}"""));
        assertThatCode(() -> assumeAs(ann)).doesNotThrowAnyException();
    }

    @Test
    void a_role_that_trusts_a_service_alone_cannot_be_assumed_by_anybody_else() {
        role("service-only", TRUST.replaceAll(", \"AWS\": \"[^\"]*\"", ""));

        assertThatThrownBy(() -> identities()
                        .sessions()
                        .assume(
                                Account.standard().root(),
                                assumption(ETL.replace("etl", "service-only"), Duration.ofHours(1))))
                .isInstanceOf(Authorizer.Denied.class);
    }

    @Test
    void a_session_may_not_last_longer_than_its_role_allows() {
        role("etl", TRUST);

        assertThatThrownBy(() -> assume(Duration.ofHours(2))).isInstanceOf(Sessions.Refused.class);
        assertThatThrownBy(() -> assume(Duration.ofMinutes(14))).isInstanceOf(Sessions.Refused.class);
    }

    private Credentials assume(Duration duration) {
        return identities().sessions().assume(Account.standard().root(), assumption(ETL, duration));
    }

    private void assumeAs(Caller caller) {
        identities().sessions().assume(caller, assumption(ETL, Duration.ofHours(1)));
    }

    private static Sessions.Assumption assumption(String role, Duration duration) {
        return new Sessions.Assumption(role, "nightly", duration, List.of(), List.of(), Optional.empty());
    }

    private void role(String name, String trust) {
        call("CreateRole", Map.of("RoleName", name, "AssumeRolePolicyDocument", trust));
    }

    private String call(String operation, Map<String, String> fields) {
        var result = new XmlElement("Result");
        identities()
                .iam()
                .handle(
                        operation,
                        new QueryParameters(fields),
                        Account.standard().root(),
                        result);
        return result.document();
    }

    /** Opened anew each time, as another process would. */
    private Identities identities() {
        return Identities.open(home, Account.standard(), ResourcePolicies.none(), Clock.fixed(NOW, ZoneOffset.UTC));
    }
}
