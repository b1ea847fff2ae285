package dev.cuesheet.aws;

import dev.cuesheet.aws.glue.GlueCatalog;
import dev.cuesheet.aws.glue.GlueCrawlers;
import dev.cuesheet.aws.glue.GlueJobs;
import dev.cuesheet.aws.iam.Iam;
import dev.cuesheet.aws.redshift.RedshiftClusters;
import dev.cuesheet.aws.redshift.RedshiftData;
import dev.cuesheet.aws.s3.S3Store;
import dev.cuesheet.aws.sts.Sts;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * Everything that is needed to talk to AWS, or to what stands for it: endpoint, region and credentials in one place, and
 * the wrappers that use them. Nothing is opened, and no class of the SDK is loaded, before the first call. Safe to share
 * between threads; close it when no wrapper is used any more.
 */
public final class AwsClients implements AutoCloseable {
    private static final Duration PAUSE_ON_THIS_MACHINE = Duration.ofMillis(150);
    private static final Duration PAUSE_ELSEWHERE = Duration.ofHours(1);
    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "localhost.localdomain");

    private final SdkClients sdk;
    private final S3Store s3;
    private final GlueCatalog glueCatalog;
    private final GlueCrawlers glueCrawlers;
    private final GlueJobs glueJobs;
    private final RedshiftClusters redshiftClusters;
    private final RedshiftData redshiftData;
    private final Iam iam;
    private final Sts sts;

    private AwsClients(Builder builder) {
        this.sdk = new SdkClients(builder.endpoint, builder.endpoints, builder.region, builder.credentials);
        s3 = S3Store.using(client(AwsService.S3));
        glueCatalog = GlueCatalog.using(client(AwsService.GLUE));
        glueCrawlers = GlueCrawlers.using(client(AwsService.GLUE), waiter(AwsService.GLUE, builder));
        glueJobs = GlueJobs.using(client(AwsService.GLUE), waiter(AwsService.GLUE, builder));
        redshiftClusters = RedshiftClusters.using(client(AwsService.REDSHIFT), waiter(AwsService.REDSHIFT, builder));
        redshiftData = RedshiftData.using(client(AwsService.REDSHIFT_DATA), waiter(AwsService.REDSHIFT_DATA, builder));
        iam = Iam.using(client(AwsService.IAM));
        sts = Sts.using(client(AwsService.STS));
    }

    /** Real AWS with the SDK's own rules for region and credentials, unless told otherwise. */
    public static Builder builder() {
        return new Builder();
    }

    public S3Store s3() {
        return s3;
    }

    public GlueCatalog glueCatalog() {
        return glueCatalog;
    }

    public GlueCrawlers glueCrawlers() {
        return glueCrawlers;
    }

    public GlueJobs glueJobs() {
        return glueJobs;
    }

    public RedshiftClusters redshiftClusters() {
        return redshiftClusters;
    }

    public RedshiftData redshiftData() {
        return redshiftData;
    }

    public Iam iam() {
        return iam;
    }

    public Sts sts() {
        return sts;
    }

    /** The region in use; resolving it by the SDK's rules may read the user's configuration. */
    public String region() {
        return sdk.region();
    }

    /** The endpoint that the service is called at; empty when the SDK picks AWS's own. */
    public Optional<URI> endpoint(AwsService service) {
        return sdk.endpoint(service);
    }

    /** Closes the clients that were made. */
    @Override
    public void close() {
        sdk.close();
    }

    /** Says nothing of the client's class, since that alone would load the SDK. */
    @SuppressWarnings("unchecked") // the service decides the client's class
    private <C> Supplier<C> client(AwsService service) {
        return () -> (C) sdk.client(service);
    }

    /** Asking this machine costs nothing, so a wait there has short pauses. */
    private Waiter waiter(AwsService service, Builder builder) {
        var longest = sdk.endpoint(service).filter(AwsClients::isOnThisMachine).isPresent()
                ? PAUSE_ON_THIS_MACHINE
                : PAUSE_ELSEWHERE;
        return new Waiter(builder.clock, builder.sleeper, longest);
    }

    private static boolean isOnThisMachine(URI endpoint) {
        var host = String.valueOf(endpoint.getHost());
        if (LOOPBACK_NAMES.contains(host)) {
            return true;
        }
        // Only a literal address is looked at: a name would have to be asked for.
        if (!host.matches("[0-9.]+|\\[.*]")) {
            return false;
        }
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Collects how AWS is reached. Not to be shared between threads. */
    public static final class Builder {
        private @Nullable URI endpoint;
        private final Map<AwsService, URI> endpoints = new EnumMap<>(AwsService.class);
        private @Nullable String region;
        private @Nullable SdkCredentials credentials;
        private InstantSource clock = Clock.systemUTC();
        private Sleeper sleeper = Sleeper.realTime();

        private Builder() {}

        /** Sends every service's calls to this endpoint. */
        public Builder endpoint(URI endpoint) {
            this.endpoint = checked(endpoint);
            return this;
        }

        /** Sends one service's calls to this endpoint. */
        public Builder endpoint(AwsService service, URI endpoint) {
            endpoints.put(service, checked(endpoint));
            return this;
        }

        public Builder region(String region) {
            this.region = region;
            return this;
        }

        public Builder credentials(String accessKeyId, String secretAccessKey) {
            this.credentials = SdkCredentials.fixed(accessKeyId, secretAccessKey, null);
            return this;
        }

        public Builder sessionCredentials(String accessKeyId, String secretAccessKey, String sessionToken) {
            this.credentials = SdkCredentials.fixed(accessKeyId, secretAccessKey, sessionToken);
            return this;
        }

        /** The supplier is asked once, when the first client is made. */
        public Builder credentials(Supplier<AwsCredentialsProvider> provider) {
            this.credentials = SdkCredentials.from(provider);
            return this;
        }

        /** The clock and the sleep of every wait. */
        public Builder time(InstantSource clock, Sleeper sleeper) {
            this.clock = clock;
            this.sleeper = sleeper;
            return this;
        }

        public AwsClients build() {
            return new AwsClients(this);
        }

        private static URI checked(URI endpoint) {
            if (endpoint.getHost() == null
                    || !String.valueOf(endpoint.getScheme()).matches("https?")) {
                throw new IllegalArgumentException(
                        "An endpoint looks like http://127.0.0.1:4566, got \"" + endpoint + "\"");
            }
            return endpoint;
        }
    }
}
