package dev.cuesheet.cli.aws;

import dev.cuesheet.aws.AwsClients;
import dev.cuesheet.cli.CuesheetCommand;
import dev.cuesheet.cli.Home;
import dev.cuesheet.cli.Shell;
import dev.cuesheet.cli.UserError;
import dev.cuesheet.localaws.LocalAws;
import dev.cuesheet.localaws.LocalAwsInUseException;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The AWS that a command works on, ready for use. Safe to share between threads; closing ends a local AWS inside. */
public final class AwsConnection implements AutoCloseable {
    private static final Duration OWNER_STARTS_WITHIN = Duration.ofSeconds(5);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final AwsClients clients;
    private final @Nullable LocalAws inside;
    private final @Nullable LocalAwsParts parts;

    private AwsConnection(AwsClients clients, @Nullable LocalAws inside, @Nullable LocalAwsParts parts) {
        this.clients = clients;
        this.inside = inside;
        this.parts = parts;
    }

    /**
     * Opens the AWS that the options name, and says in one line which it is unless it is the one inside.
     *
     * @throws dev.cuesheet.aws.AwsException when an AWS elsewhere does not answer or refuses the credentials
     */
    public static AwsConnection open(CuesheetCommand cuesheet) throws InterruptedException {
        var target = cuesheet.awsTarget();
        if (target instanceof AwsTarget.Inside) {
            return inside(cuesheet);
        }
        var clients = target instanceof AwsTarget.Endpoint endpoint
                ? elsewhere(cuesheet.shell(), endpoint.url())
                : AwsClients.builder().build();
        introduce(clients, target, cuesheet.shell());
        return new AwsConnection(clients, null, null);
    }

    public AwsClients clients() {
        return clients;
    }

    /** Gets ready for a Glue job, in the background. Does nothing where somebody else runs the jobs. */
    public void expectGlueJob() {
        if (parts != null) {
            parts.warmUpJobs();
        }
    }

    @Override
    public void close() {
        clients.close();
        if (inside != null) {
            inside.close();
        }
    }

    private static AwsConnection inside(CuesheetCommand cuesheet) throws InterruptedException {
        var home = cuesheet.home().ready();
        var looks = OWNER_STARTS_WITHIN.dividedBy(BETWEEN_LOOKS);
        for (long look = 0; ; look++) {
            var parts = new LocalAwsParts(cuesheet, home);
            try {
                return own(parts.builder().build().start(), parts);
            } catch (LocalAwsInUseException e) {
                if (e.endpoint().isPresent()) {
                    return ofOtherProcess(cuesheet.shell(), home, e);
                }
                if (look >= looks) {
                    throw e;
                }
                Thread.sleep(BETWEEN_LOOKS.toMillis());
            }
        }
    }

    private static AwsConnection own(LocalAws aws, LocalAwsParts parts) {
        var clients = AwsClients.builder()
                .endpoint(aws.endpoint())
                .region(aws.region())
                .credentials(aws.accessKeyId(), aws.secretAccessKey())
                .build();
        return new AwsConnection(clients, aws, parts);
    }

    private static AwsConnection ofOtherProcess(Shell shell, Home home, LocalAwsInUseException owner) {
        var endpoint = owner.endpoint().orElseThrow();
        shell.err()
                .printf(
                        "Using the local AWS of process %s at %s (state in %s)%n",
                        owner.pid().isPresent() ? owner.pid().getAsLong() : "?", endpoint, home.aws());
        var clients = AwsClients.builder()
                .endpoint(endpoint)
                .region(LocalAwsParts.region(shell))
                .credentials(LocalAwsParts.accessKey(shell), LocalAwsParts.secretKey(shell))
                .build();
        return new AwsConnection(clients, null, null);
    }

    /** Without a key of the user's own, an endpoint is taken for a local one, where {@code test} is what everybody types. */
    private static AwsClients elsewhere(Shell shell, URI endpoint) {
        var builder = AwsClients.builder().endpoint(endpoint).region(LocalAwsParts.region(shell));
        boolean ownKey = shell.variable("AWS_ACCESS_KEY_ID").isPresent()
                || shell.variable("AWS_PROFILE").isPresent();
        return (ownKey ? builder : builder.credentials(LocalAwsParts.DEFAULT_KEY, LocalAwsParts.DEFAULT_KEY)).build();
    }

    /** Asks who we are: it shows the account before anything is done to it, and a wrong key or address shows at once. */
    private static void introduce(AwsClients clients, AwsTarget target, Shell shell) {
        var region = region(clients);
        var caller = clients.sts().callerIdentity();
        var place =
                target instanceof AwsTarget.Endpoint endpoint ? endpoint.url().toString() : "AWS";
        shell.err().printf("Using %s, account %s in %s, as %s%n", place, caller.account(), region, caller.arn());
    }

    private static String region(AwsClients clients) {
        try {
            return clients.region();
        } catch (RuntimeException e) {
            throw new UserError("No AWS region is set. Set AWS_REGION, or a region in the AWS profile you use.", e);
        }
    }
}
