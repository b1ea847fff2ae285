package dev.cuesheet.aws.sts;

import dev.cuesheet.aws.Calls;
import java.time.Duration;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sts.StsClient;

/** Tells who we are and lends other roles. Safe to share between threads. */
public final class Sts {
    private static final int LONGEST_SESSION_NAME = 64;
    private final Calls<StsClient> sts;

    private Sts(Calls<StsClient> sts) {
        this.sts = sts;
    }

    public static Sts using(StsClient client) {
        return using(() -> client);
    }

    /** The client is asked for when the first call needs it. */
    public static Sts using(Supplier<StsClient> client) {
        return new Sts(new Calls<>("STS", client));
    }

    /** Who the client's credentials belong to. Needs no permission, so it is the way to try credentials. */
    public CallerIdentity callerIdentity() {
        return sts.call("GetCallerIdentity", "ask who the credentials belong to", c -> {
            var caller = c.getCallerIdentity();
            return new CallerIdentity(caller.account(), caller.arn(), caller.userId());
        });
    }

    /**
     * Assumes the role.
     *
     * @param sessionName appears in logs and ARNs; characters that AWS does not take are left out
     * @param duration how long the credentials shall be good, 15 minutes at least
     */
    public SessionCredentials assumeRole(String roleArn, String sessionName, Duration duration) {
        var name = acceptable(sessionName);
        return sts.call("AssumeRole", "assume role " + roleArn, c -> {
            var answer = c.assumeRole(r ->
                    r.roleArn(roleArn).roleSessionName(name).durationSeconds(Math.toIntExact(duration.toSeconds())));
            var credentials = answer.credentials();
            return new SessionCredentials(
                    credentials.accessKeyId(),
                    credentials.secretAccessKey(),
                    credentials.sessionToken(),
                    credentials.expiration(),
                    answer.assumedRoleUser().arn());
        });
    }

    private static String acceptable(String sessionName) {
        var kept = sessionName.replaceAll("[^\\w+=,.@-]", "");
        if (kept.length() < 2) {
            throw new IllegalArgumentException(
                    "A role session's name needs two letters, digits or characters of _+=,.@-; got \"" + sessionName
                            + "\"");
        }
        return kept.length() > LONGEST_SESSION_NAME ? kept.substring(0, LONGEST_SESSION_NAME) : kept;
    }
}
