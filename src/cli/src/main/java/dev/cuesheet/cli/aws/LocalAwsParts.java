package dev.cuesheet.cli.aws;

import dev.cuesheet.cli.CuesheetCommand;
import dev.cuesheet.cli.Home;
import dev.cuesheet.cli.Installation;
import dev.cuesheet.cli.Shell;
import dev.cuesheet.localaws.LocalAws;
import dev.cuesheet.localaws.duckdb.DuckDbSqlEngineProvider;
import dev.cuesheet.localaws.spark.SparkJobRunner;
import dev.cuesheet.localaws.spark.SparkWorkerOptions;
import dev.cuesheet.localaws.spi.JobRunner;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Puts a local AWS together: the protocols, DuckDB behind Redshift and Spark behind Glue. Neither DuckDB nor Spark is
 * touched before it is needed. Safe to share between threads.
 */
public final class LocalAwsParts {
    /** The key pair of a local AWS's root, and of whoever connects to one without a key of their own. */
    static final String DEFAULT_KEY = "test";

    private final Shell shell;
    private final Home home;
    private final Installation installation;
    private @Nullable JobRunner jobs;

    public LocalAwsParts(CuesheetCommand cuesheet, Home home) {
        this.shell = cuesheet.shell();
        this.home = home;
        this.installation = cuesheet.installation();
    }

    /** Ready to be given a port and started. */
    public LocalAws.Builder builder() {
        return LocalAws.builder()
                .home(home.aws())
                .clock(shell.clock())
                .region(region(shell))
                .rootCredentials(accessKey(shell), secretKey(shell))
                .sqlEngines((folder, surroundings) ->
                        DuckDbSqlEngineProvider.create().open(folder, surroundings))
                .jobRunner(this::jobs);
    }

    /** Starts the worker that jobs will run in, in the background. */
    public void warmUpJobs() {
        jobs(home.aws()).warmUp();
    }

    /** The local AWS and the warm-up must meet the same worker. */
    private synchronized JobRunner jobs(Path awsHome) {
        if (jobs == null) {
            jobs = SparkJobRunner.provider(sparkWorker(home, installation), shell.clock())
                    .open(awsHome);
        }
        return jobs;
    }

    /** How the Spark worker of that home is started. */
    public static SparkWorkerOptions sparkWorker(Home home, Installation installation) {
        return SparkWorkerOptions.fromJars(installation.sparkJars())
                .cacheFolder(home.cache().resolve("spark"))
                .shippedCache(installation.shippedCache())
                .build();
    }

    static String region(Shell shell) {
        return shell.variable("AWS_REGION")
                .or(() -> shell.variable("AWS_DEFAULT_REGION"))
                .orElse("us-east-1");
    }

    static String accessKey(Shell shell) {
        return shell.variable("CUESHEET_AWS_ACCESS_KEY_ID").orElse(DEFAULT_KEY);
    }

    static String secretKey(Shell shell) {
        return shell.variable("CUESHEET_AWS_SECRET_ACCESS_KEY").orElse(DEFAULT_KEY);
    }
}
