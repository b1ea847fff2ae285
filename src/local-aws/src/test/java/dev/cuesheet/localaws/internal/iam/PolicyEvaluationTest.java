package dev.cuesheet.localaws.internal.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cuesheet.localaws.internal.iam.PolicyDocument.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyEvaluationTest {
    private static final Caller ANN = new Caller(
            "000000000000",
            "arn:aws:iam::000000000000:user/team/ann",
            "AIDAANN",
            Optional.empty(),
            Optional.empty(),
            "us-east-1");
    private static final Caller JOB = new Caller(
            "000000000000",
            "arn:aws:sts::000000000000:assumed-role/etl/run-1",
            "AROAETL:run-1",
            Optional.of("arn:aws:iam::000000000000:role/etl"),
            Optional.empty(),
            "us-east-1");

    @ParameterizedTest
    @CsvSource({
        "s3:GetObject, s3:GetObject, true",
        "s3:getobject, s3:GetObject, true",
        "s3:Get*, s3:GetObject, true",
        "s3:Get?bject, s3:GetObject, true",
        "s3:Get?bject, s3:GetXXbject, false",
        "s3:*, s3:ListBucket, true",
        "*, glue:StartCrawler, true",
        "s3:Get*, s3:PutObject, false",
        "s3:*Object, s3:GetObjectTagging, false",
    })
    void an_action_is_matched_with_wildcards_and_without_regard_to_case(
            String pattern, String action, boolean allowed) {
        assertThat(decide(allow(pattern, "*"), ANN, action, "arn:aws:s3:::raw/a"))
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:s3:::raw, arn:aws:s3:::raw, true",
        "arn:aws:s3:::raw/*, arn:aws:s3:::raw/tickit/users.txt, true",
        "arn:aws:s3:::raw/*, arn:aws:s3:::raw, false",
        "arn:aws:s3:::raw/*.txt, arn:aws:s3:::raw/a/b.txt, true",
        "arn:aws:s3:::Raw/*, arn:aws:s3:::raw/a, false",
        "arn:aws:s3:::raw/day-?, arn:aws:s3:::raw/day-12, false",
        "arn:aws:s3:::home/${aws:username}/*, arn:aws:s3:::home/ann/x, true",
        "arn:aws:s3:::home/${aws:username}/*, arn:aws:s3:::home/bob/x, false",
        "arn:aws:s3:::${aws:nothing}/*, arn:aws:s3:::/x, false",
        "'arn:aws:s3:::${aws:nothing, ''raw''}/*', arn:aws:s3:::raw/x, true",
        "arn:aws:s3:::raw/${*}, arn:aws:s3:::raw/*, true",
        "arn:aws:s3:::raw/${*}, arn:aws:s3:::raw/x, false",
    })
    void a_resource_is_matched_with_wildcards_and_variables(String pattern, String resource, boolean allowed) {
        assertThat(decide(allow("s3:*", pattern), ANN, "s3:GetObject", resource))
                .isEqualTo(allowed);
    }

    @Test
    void a_variable_whose_value_holds_a_star_matches_only_that_star() {
        var star = new Caller(
                "000000000000",
                "arn:aws:iam::000000000000:user/*",
                "AIDASTAR",
                Optional.empty(),
                Optional.empty(),
                "us-east-1");
        var policy = allow("s3:*", "arn:aws:s3:::home/${aws:userid}/x");
        var request =
                new AccessRequest(star, "s3:GetObject", "arn:aws:s3:::home/ann/x", Map.of("aws:userid", List.of("*")));

        assertThat(policy.allows(request)).isFalse();
    }

    @Test
    void not_action_and_not_resource_cover_all_the_rest() {
        var policy = parse("""
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "NotAction": "iam:*", "NotResource": "arn:aws:s3:::secret/*"}]}""", Kind.IDENTITY);

        assertThat(decide(policy, ANN, "s3:GetObject", "arn:aws:s3:::raw/a")).isTrue();
        assertThat(decide(policy, ANN, "iam:CreateRole", "arn:aws:s3:::raw/a")).isFalse();
        assertThat(decide(policy, ANN, "s3:GetObject", "arn:aws:s3:::secret/a")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "StringEquals | k | \"a\" | a | true",
                "StringEquals | k | \"a\" | A | false",
                "StringEquals | k | [\"x\",\"a\"] | a | true",
                "StringEquals | k | \"a\" | | false",
                "StringEqualsIfExists | k | \"a\" | | true",
                "StringEqualsIfExists | k | \"a\" | b | false",
                "StringNotEquals | k | \"a\" | b | true",
                "StringNotEquals | k | [\"a\",\"b\"] | b | false",
                "StringNotEquals | k | \"a\" | | true",
                "StringEqualsIgnoreCase | K | \"a\" | A | true",
                "StringNotEqualsIgnoreCase | k | \"a\" | A | false",
                "StringLike | k | \"home/*\" | home/ann | true",
                "StringLike | k | \"${aws:username}/*\" | ann/x | true",
                "StringNotLike | k | \"home/*\" | home/ann | false",
                "NumericLessThanEquals | k | \"10\" | 10.0 | true",
                "NumericGreaterThan | k | \"10\" | ten | false",
                "NumericNotEquals | k | 10 | 11 | true",
                "DateGreaterThan | k | \"2026-01-01T00:00:00Z\" | 2026-01-01T00:00:01Z | true",
                "DateLessThan | k | \"2026-01-01\" | 2026-01-01T00:00:00Z | false",
                "DateEquals | k | \"0\" | 1970-01-01T00:00:00Z | true",
                "Bool | k | \"true\" | True | true",
                "Bool | k | true | false | false",
                "IpAddress | k | \"10.1.0.0/16\" | 10.1.200.3 | true",
                "IpAddress | k | \"10.1.0.0/16\" | 10.2.0.1 | false",
                "NotIpAddress | k | \"10.1.0.0/16\" | 10.2.0.1 | true",
                "IpAddress | k | \"2001:db8::/32\" | 2001:db8:1::1 | true",
                "IpAddress | k | \"10.0.0.1\" | localhost | false",
                "ArnLike | k | \"arn:aws:sns:*:*:top*\" | arn:aws:sns:us-east-1:1:topic | true",
                "ArnLike | k | \"arn:aws:*\" | arn:aws:sns:us-east-1:1:topic | false",
                "ArnEquals | k | \"arn:aws:iam::1:role/x\" | arn:aws:iam::1:role/x | true",
                "ArnNotLike | k | \"arn:aws:iam::1:role/*\" | arn:aws:iam::1:role/x | false",
                "Null | k | \"true\" | | true",
                "Null | k | \"false\" | | false",
                "Null | k | \"false\" | x | true",
                "ForAllValues:StringEquals | k | [\"a\",\"b\"] | a,b | true",
                "ForAllValues:StringEquals | k | [\"a\",\"b\"] | a,c | false",
                "ForAllValues:StringEquals | k | [\"a\"] | | true",
                "ForAnyValue:StringEquals | k | [\"a\"] | c,a | true",
                "ForAnyValue:StringEquals | k | [\"a\"] | c,d | false",
                "ForAnyValue:StringEquals | k | [\"a\"] | | false",
            })
    void a_condition_holds_as_iam_documents_it(
            String operator, String key, String expected, String actual, boolean holds) {
        var policy = parse("""
                {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*",
                  "Condition": {"%s": {"%s": %s}}}}""".formatted(operator, key, expected), Kind.IDENTITY);
        Map<String, List<String>> context = actual == null ? Map.of() : Map.of("k", List.of(actual.split(",")));
        var request = new AccessRequest(ANN, "s3:GetObject", "*", withUserName(context));

        assertThat(policy.allows(request)).isEqualTo(holds);
    }

    @Test
    void an_explicit_deny_wins_wherever_it_stands() {
        var request = new AccessRequest(ANN, "s3:GetObject", "arn:aws:s3:::raw/a", Map.of());
        var all = allow("*", "*");
        var deny = parse(statement("Deny", "s3:*", "*"), Kind.IDENTITY);
        var bucketDeny = parse("""
                {"Statement": {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}}""", Kind.RESOURCE);

        assertThat(new PolicySet(List.of(all, deny), none(), none(), none()).decide(request))
                .isEqualTo(Decision.DENIED_BY_IDENTITY_POLICY);
        assertThat(new PolicySet(List.of(all), Optional.of(deny), none(), none()).decide(request))
                .isEqualTo(Decision.DENIED_BY_BOUNDARY);
        assertThat(new PolicySet(List.of(all), none(), Optional.of(deny), none()).decide(request))
                .isEqualTo(Decision.DENIED_BY_SESSION_POLICY);
        assertThat(new PolicySet(List.of(all), none(), none(), Optional.of(bucketDeny)).decide(request))
                .isEqualTo(Decision.DENIED_BY_RESOURCE_POLICY);
    }

    @Test
    void boundary_and_session_policy_narrow_what_the_identity_policy_allows() {
        var all = allow("*", "*");
        var read = allow("s3:Get*", "*");
        var write = new AccessRequest(JOB, "s3:PutObject", "arn:aws:s3:::raw/a", Map.of());

        assertThat(new PolicySet(List.of(), Optional.of(all), Optional.of(all), none()).decide(write))
                .isEqualTo(Decision.NOT_ALLOWED_BY_IDENTITY_POLICY);
        assertThat(new PolicySet(List.of(all), Optional.of(read), none(), none()).decide(write))
                .isEqualTo(Decision.NOT_ALLOWED_BY_BOUNDARY);
        assertThat(new PolicySet(List.of(all), none(), Optional.of(read), none()).decide(write))
                .isEqualTo(Decision.NOT_ALLOWED_BY_SESSION_POLICY);
        assertThat(new PolicySet(List.of(all), Optional.of(all), Optional.of(all), none()).decide(write))
                .isEqualTo(Decision.ALLOWED);
    }

    @Test
    void a_bucket_policy_allows_on_its_own_but_for_the_account_it_only_delegates() {
        var request = new AccessRequest(ANN, "s3:GetObject", "arn:aws:s3:::raw/a", Map.of());

        assertThat(withBucketPolicy("\"AWS\": \"arn:aws:iam::000000000000:user/team/ann\"", none())
                        .decide(request))
                .isEqualTo(Decision.ALLOWED);
        assertThat(withBucketPolicy("\"AWS\": \"*\"", none()).decide(request)).isEqualTo(Decision.ALLOWED);
        assertThat(withBucketPolicy("\"AWS\": \"000000000000\"", none()).decide(request))
                .isEqualTo(Decision.NOT_ALLOWED_BY_IDENTITY_POLICY);
        assertThat(withBucketPolicy("\"AWS\": \"arn:aws:iam::000000000000:user/bob\"", none())
                        .decide(request))
                .isEqualTo(Decision.NOT_ALLOWED_BY_IDENTITY_POLICY);
    }

    @Test
    void a_boundary_limits_a_grant_to_the_role_but_not_a_grant_to_the_very_session() {
        var request = new AccessRequest(JOB, "s3:GetObject", "arn:aws:s3:::raw/a", Map.of());
        var narrow = Optional.of(allow("glue:*", "*"));

        assertThat(withBucketPolicy("\"AWS\": \"arn:aws:iam::000000000000:role/etl\"", narrow)
                        .decide(request))
                .isEqualTo(Decision.NOT_ALLOWED_BY_BOUNDARY);
        assertThat(withBucketPolicy("\"AWS\": \"arn:aws:sts::000000000000:assumed-role/etl/run-1\"", narrow)
                        .decide(request))
                .isEqualTo(Decision.ALLOWED);
    }

    @Test
    void not_principal_denies_everybody_but_the_named() {
        var policy = Optional.of(parse("""
                {"Statement": {"Effect": "Deny", "NotPrincipal": {"AWS": "arn:aws:iam::000000000000:user/team/ann"},
                  "Action": "s3:*", "Resource": "*"}}""", Kind.RESOURCE));
        var all = List.of(allow("*", "*"));

        assertThat(new PolicySet(all, none(), none(), policy)
                        .decide(new AccessRequest(ANN, "s3:GetObject", "arn:aws:s3:::raw/a", Map.of())))
                .isEqualTo(Decision.ALLOWED);
        assertThat(new PolicySet(all, none(), none(), policy)
                        .decide(new AccessRequest(JOB, "s3:GetObject", "arn:aws:s3:::raw/a", Map.of())))
                .isEqualTo(Decision.DENIED_BY_RESOURCE_POLICY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ | invalid Json",
                "[] | JSON object",
                "{} | at least one Statement",
                "{\"Version\":\"2020-01-01\",\"Statement\":[]} | version",
                "{\"Statement\":{\"Effect\":\"Maybe\",\"Action\":\"*\",\"Resource\":\"*\"}} | Effect",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Resource\":\"*\"}} | actions",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\"}} | resources",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"GetObject\",\"Resource\":\"*\"}} | vendor",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"raw/*\"}} | ARN format",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Principal\":\"*\"}} | principal",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"Like\":{\"a\":\"b\"}}}} | Like",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Effects\":1}} | Effects",
            })
    void a_document_that_is_no_policy_is_refused_with_the_reason(String document, String reason) {
        assertThatThrownBy(() -> parse(document, Kind.IDENTITY))
                .isInstanceOf(MalformedPolicy.class)
                .hasMessageContaining(reason);
    }

    @Test
    void a_trust_policy_has_a_principal_and_no_resource() {
        assertThatThrownBy(() -> parse(statement("Allow", "sts:AssumeRole", "*"), Kind.TRUST))
                .hasMessageContaining("Principal");
        assertThatThrownBy(() -> parse("""
                        {"Statement": {"Effect": "Allow", "Principal": {"Service": "glue.amazonaws.com"},
                          "Action": "sts:AssumeRole", "Resource": "*"}}""", Kind.TRUST)).hasMessageContaining("Resource");
    }

    @Test
    void every_policy_of_aws_itself_can_be_read() {
        assertThat(AwsManagedPolicies.byArn())
                .containsKeys(
                        "arn:aws:iam::aws:policy/AmazonS3FullAccess",
                        "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
                        "arn:aws:iam::aws:policy/service-role/AWSGlueServiceRole",
                        "arn:aws:iam::aws:policy/AmazonRedshiftFullAccess",
                        "arn:aws:iam::aws:policy/AmazonRedshiftAllCommandsFullAccess",
                        "arn:aws:iam::aws:policy/AmazonRedshiftDataFullAccess")
                .allSatisfy((arn, policy) -> assertThat(
                                parse(policy.document(), Kind.IDENTITY).statements())
                        .isNotEmpty());
    }

    private static PolicySet withBucketPolicy(String principal, Optional<PolicyDocument> boundary) {
        var bucket = parse("""
                {"Statement": {"Effect": "Allow", "Principal": {%s}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::raw/*"}}""".formatted(principal), Kind.RESOURCE);
        return new PolicySet(List.of(), boundary, none(), Optional.of(bucket));
    }

    private static boolean decide(PolicyDocument policy, Caller caller, String action, String resource) {
        return policy.allows(new AccessRequest(caller, action, resource, withUserName(Map.of())));
    }

    private static Map<String, List<String>> withUserName(Map<String, List<String>> context) {
        var all = new java.util.HashMap<>(context);
        all.put("aws:username", List.of("ann"));
        return all;
    }

    private static PolicyDocument allow(String action, String resource) {
        return parse(statement("Allow", action, resource), Kind.IDENTITY);
    }

    private static String statement(String effect, String action, String resource) {
        return """
                {"Version": "2012-10-17", "Statement": [{"Effect": "%s", "Action": "%s", "Resource": "%s"}]}""".formatted(effect, action, resource);
    }

    private static PolicyDocument parse(String text, Kind kind) {
        return PolicyParser.parse(text, kind);
    }

    private static Optional<PolicyDocument> none() {
        return Optional.empty();
    }
}
