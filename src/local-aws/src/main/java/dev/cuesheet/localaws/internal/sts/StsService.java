package dev.cuesheet.localaws.internal.sts;

import dev.cuesheet.localaws.internal.iam.Account;
import dev.cuesheet.localaws.internal.iam.Caller;
import dev.cuesheet.localaws.internal.iam.Credentials;
import dev.cuesheet.localaws.internal.iam.Identities;
import dev.cuesheet.localaws.internal.iam.MalformedPolicy;
import dev.cuesheet.localaws.internal.iam.Sessions;
import dev.cuesheet.localaws.internal.wire.AwsError;
import dev.cuesheet.localaws.internal.wire.QueryParameters;
import dev.cuesheet.localaws.internal.wire.QueryService;
import dev.cuesheet.localaws.internal.wire.XmlElement;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.regex.Pattern;

/** STS as AWS's clients know it. Safe to share between threads. */
public final class StsService implements QueryService {
    private static final Pattern SESSION_NAME = Pattern.compile("[\\w+=,.@-]{2,64}");
    private static final Pattern ROLE_ARN = Pattern.compile("arn:aws:iam::\\d{12}:role/.+");
    private static final int ASSUMED_BY_DEFAULT = 3600;
    private static final int SESSION_BY_DEFAULT = 43_200;
    private static final int SHORTEST = 900;

    private final Account account;
    private final Sessions sessions;

    public StsService(Identities identities) {
        this.account = identities.account();
        this.sessions = identities.sessions();
    }

    @Override
    public String name() {
        return "sts";
    }

    @Override
    public String version() {
        return "2011-06-15";
    }

    @Override
    public String namespace() {
        return "https://sts.amazonaws.com/doc/2011-06-15/";
    }

    @Override
    public Set<String> operations() {
        return Set.of("GetCallerIdentity", "AssumeRole", "GetSessionToken", "GetAccessKeyInfo");
    }

    @Override
    public void handle(String operation, QueryParameters input, Caller caller, XmlElement result) {
        switch (operation) {
            case "GetCallerIdentity" ->
                result.with("Arn", caller.arn()).with("UserId", caller.userId()).with("Account", caller.accountId());
            case "AssumeRole" -> assumeRole(input, caller, result);
            case "GetSessionToken" -> sessionToken(input, caller, result);
            case "GetAccessKeyInfo" -> {
                input.get("AccessKeyId");
                result.with("Account", account.id());
            }
            default -> throw AwsError.notImplemented("sts", operation);
        }
    }

    private void assumeRole(QueryParameters input, Caller caller, XmlElement result) {
        var wanted = new Sessions.Assumption(
                matching(input, "RoleArn", ROLE_ARN),
                matching(input, "RoleSessionName", SESSION_NAME),
                Duration.ofSeconds(input.integer("DurationSeconds", ASSUMED_BY_DEFAULT)),
                input.find("Policy").stream().toList(),
                input.structures("PolicyArns", "member").stream()
                        .map(arn -> arn.get("arn"))
                        .toList(),
                input.find("ExternalId"));
        try {
            var credentials = sessions.assume(caller, wanted);
            write(credentials, result);
            result.child("AssumedRoleUser")
                    .with("AssumedRoleId", credentials.owner().userId())
                    .with("Arn", credentials.owner().arn());
        } catch (MalformedPolicy e) {
            throw new AwsError(400, "MalformedPolicyDocument", e.getMessage());
        } catch (Sessions.Refused e) {
            throw new AwsError(400, e.code(), e.getMessage());
        }
    }

    private void sessionToken(QueryParameters input, Caller caller, XmlElement result) {
        int seconds = input.integer("DurationSeconds", SESSION_BY_DEFAULT);
        if (seconds < SHORTEST || seconds > 129_600) {
            throw new AwsError(
                    400,
                    "ValidationError",
                    "Value at 'durationSeconds' must be between 900 and 129600, got " + seconds);
        }
        write(sessions.sameCaller(caller, Duration.ofSeconds(seconds)), result);
    }

    private static void write(Credentials credentials, XmlElement result) {
        result.child("Credentials")
                .with("AccessKeyId", credentials.accessKeyId())
                .with("SecretAccessKey", credentials.secretKey())
                .with("SessionToken", credentials.sessionToken().orElseThrow())
                .with("Expiration", credentials.expiry().orElseThrow().truncatedTo(ChronoUnit.SECONDS));
    }

    private static String matching(QueryParameters input, String field, Pattern pattern) {
        var value = input.get(field);
        if (!pattern.matcher(value).matches()) {
            throw new AwsError(
                    400,
                    "ValidationError",
                    "1 validation error detected: Value '" + value + "' at '" + field
                            + "' failed to satisfy constraint: Member must satisfy regular expression pattern: "
                            + pattern.pattern());
        }
        return value;
    }
}
