package dev.cuesheet.localaws;

import dev.cuesheet.localaws.internal.AwsHome;
import dev.cuesheet.localaws.internal.Frontend;
import dev.cuesheet.localaws.internal.Ownership;
import dev.cuesheet.localaws.internal.Services;
import dev.cuesheet.localaws.internal.http.HttpEndpoint;
import dev.cuesheet.localaws.internal.iam.Account;
import dev.cuesheet.localaws.spi.JobRunnerProvider;
import dev.cuesheet.localaws.spi.SqlEngineProvider;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An AWS on one loopback port, for any AWS client: S3, IAM, STS, Glue, Redshift and the Redshift Data API. Its state is a
 * folder that survives restarts and that one running instance owns. Safe to share between threads.
 *
 * <pre>{@code
 * try (var aws = LocalAws.builder().home(folder).build().start()) {
 *     var s3 = S3Client.builder().endpointOverride(aws.endpoint())...
 * }
 * }</pre>
 */
public final class LocalAws implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LocalAws.class);

    private final Builder settings;
    private final AwsHome aws;
    private final Services services;
    private final Frontend frontend;
    private @Nullable Ownership ownership;
    private @Nullable HttpEndpoint http;

    private LocalAws(Builder settings) {
        this.settings = settings;
        this.aws = new AwsHome(settings.home(), settings.account(), settings.clock);
        this.services = new Services(
                aws,
                Optional.ofNullable(settings.sqlEngines),
                Optional.ofNullable(settings.jobRunner),
                settings.shortestCrawl);
        this.frontend = new Frontend(aws, services);
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * Takes the state folder and opens the port.
     *
     * @return this
     * @throws LocalAwsInUseException when another instance owns the state folder
     * @throws LocalAwsException when the port is taken or the folder cannot be written
     */
    public synchronized LocalAws start() {
        if (ownership != null) {
            throw new IllegalStateException("The local AWS has been started already");
        }
        var taken = Ownership.take(settings.home(), settings.account());
        try {
            aws.objects().tidyUp();
            var opened = HttpEndpoint.open(settings.port, frontend);
            ownership = taken;
            http = opened;
            taken.announce(opened.uri());
            log.info("The local AWS answers at {}, state in {}", opened.uri(), settings.home());
            return this;
        } catch (IOException | RuntimeException e) {
            close();
            closeQuietly(taken);
            throw failedToStart(e);
        }
    }

    private RuntimeException failedToStart(Exception e) {
        if (e instanceof BindException) {
            return new LocalAwsException(
                    "Cannot open port %d on 127.0.0.1 for the local AWS: %s. Stop the program that uses it, or choose another port; 0 takes a free one."
                            .formatted(settings.port, e.getMessage()),
                    e);
        }
        if (e instanceof RuntimeException unchecked) {
            return unchecked;
        }
        return new LocalAwsException(
                "Cannot start the local AWS with its state in %s: %s".formatted(settings.home(), e), e);
    }

    /** Where clients connect, for example {@code http://127.0.0.1:4566}. Only once started. */
    public synchronized URI endpoint() {
        if (http == null) {
            throw new IllegalStateException("The local AWS is not running: call start() first");
        }
        return http.uri();
    }

    /** The state folder. */
    public Path home() {
        return settings.home();
    }

    public String region() {
        return settings.region;
    }

    public String accountId() {
        return settings.accountId;
    }

    /** The access key of the account's root. */
    public String accessKeyId() {
        return settings.accessKeyId;
    }

    public String secretAccessKey() {
        return settings.secretAccessKey;
    }

    /** Every operation that is answered, by service. All others get HTTP 501. */
    public SortedMap<String, SortedSet<String>> operations() {
        return frontend.operations();
    }

    /** Gets the job runner ready, in the background, for a Glue job that is likely to come. */
    public void warmUpJobs() {
        services.warmUpJobs();
    }

    /** Stops answering, closes databases and lets go of the state folder. Jobs under way go on in their own processes. */
    @Override
    public synchronized void close() {
        if (http != null) {
            http.close();
            http = null;
        }
        services.close();
        if (ownership != null) {
            closeQuietly(ownership);
            ownership = null;
        }
    }

    private void closeQuietly(Ownership owned) {
        try {
            owned.close();
        } catch (IOException e) {
            log.warn("Could not let go of the state folder {}", settings.home(), e);
        }
    }

    /** Settings of a local AWS. Only {@link #home} is mandatory. Not safe to share between threads. */
    public static final class Builder {
        private @Nullable Path home;
        private int port;
        private Clock clock = Clock.systemUTC();
        private String region = "us-east-1";
        private String accountId = "000000000000";
        private String accessKeyId = "test";
        private String secretAccessKey = "test";
        private @Nullable SqlEngineProvider sqlEngines;
        private @Nullable JobRunnerProvider jobRunner;
        private Duration shortestCrawl = Duration.ZERO;

        private Builder() {}

        private Account account() {
            return new Account(accountId, region, accessKeyId, secretAccessKey);
        }

        private Path home() {
            if (home == null) {
                throw new IllegalStateException("A local AWS needs a state folder: call home(Path)");
            }
            return home;
        }

        /** The state folder, made when missing. */
        public Builder home(Path folder) {
            this.home = folder.toAbsolutePath().normalize();
            return this;
        }

        /** The loopback port; 0, the default, takes a free one. */
        public Builder port(int number) {
            if (number < 0 || number > 65_535) {
                throw new IllegalArgumentException("port must be 0 to 65535, got " + number);
            }
            this.port = number;
            return this;
        }

        public Builder clock(Clock source) {
            this.clock = source;
            return this;
        }

        /** {@code us-east-1} by default. */
        public Builder region(String name) {
            if (!name.matches("[a-z0-9-]+")) {
                throw new IllegalArgumentException("region must be a name like us-east-1, got \"" + name + "\"");
            }
            this.region = name;
            return this;
        }

        /** Twelve digits; {@code 000000000000} by default. */
        public Builder accountId(String id) {
            if (!id.matches("[0-9]{12}")) {
                throw new IllegalArgumentException("accountId must be twelve digits, got \"" + id + "\"");
            }
            this.accountId = id;
            return this;
        }

        /** The key pair of the account's root; {@code test} and {@code test} by default. */
        public Builder rootCredentials(String key, String secret) {
            this.accessKeyId = key;
            this.secretAccessKey = secret;
            return this;
        }

        /** What answers SQL. Without it Redshift refuses to make clusters. */
        public Builder sqlEngines(SqlEngineProvider provider) {
            this.sqlEngines = provider;
            return this;
        }

        /** What runs Glue jobs. Without it Glue refuses to start runs. */
        public Builder jobRunner(JobRunnerProvider provider) {
            this.jobRunner = provider;
            return this;
        }

        /**
         * How long a crawl lasts at least. None by default; give clients that want to see a crawler running something to
         * see.
         */
        public Builder shortestCrawl(Duration time) {
            this.shortestCrawl = time;
            return this;
        }

        /** Touches neither disk nor network yet. */
        public LocalAws build() {
            return new LocalAws(this);
        }
    }
}
