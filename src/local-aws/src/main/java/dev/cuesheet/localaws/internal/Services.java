package dev.cuesheet.localaws.internal;

import dev.cuesheet.localaws.internal.glue.GlueService;
import dev.cuesheet.localaws.internal.redshift.Clusters;
import dev.cuesheet.localaws.internal.redshift.RedshiftService;
import dev.cuesheet.localaws.internal.redshiftdata.RedshiftDataService;
import dev.cuesheet.localaws.internal.sts.StsService;
import dev.cuesheet.localaws.internal.wire.JsonService;
import dev.cuesheet.localaws.internal.wire.QueryService;
import dev.cuesheet.localaws.spi.JobRunner;
import dev.cuesheet.localaws.spi.JobRunnerProvider;
import dev.cuesheet.localaws.spi.SqlEngineProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every service of one local AWS besides S3: this is the one place to plug a service in. Services are made when the first
 * request for their protocol arrives, so that they cost nothing at start; those that are {@link AutoCloseable} are closed
 * with the endpoint, last made first. Safe to share between threads.
 */
public final class Services implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Services.class);
    private static final Duration CLUSTER_CHANGES = Duration.ZERO;

    private final AwsHome home;
    private final Optional<SqlEngineProvider> sqlEngines;
    private final Optional<JobRunnerProvider> jobRunner;
    private final Duration shortestCrawl;
    private final Once<Optional<JobRunner>> jobs = new Once<>(this::openJobs);
    private final Once<Clusters> clusters = new Once<>(this::makeClusters);
    private final Once<List<JsonService>> json = new Once<>(this::makeJson);
    private final Once<List<QueryService>> query = new Once<>(this::makeQuery);

    public Services(
            AwsHome home,
            Optional<SqlEngineProvider> sqlEngines,
            Optional<JobRunnerProvider> jobRunner,
            Duration shortestCrawl) {
        this.shortestCrawl = shortestCrawl;
        this.home = home;
        this.sqlEngines = sqlEngines;
        this.jobRunner = jobRunner;
    }

    private Clusters makeClusters() {
        return new Clusters(home, sqlEngines, CLUSTER_CHANGES);
    }

    /** Glue, Redshift Data. */
    private List<JsonService> makeJson() {
        return List.of(makeGlue(), new RedshiftDataService(home, clusters.get()));
    }

    private GlueService makeGlue() {
        return new GlueService(new GlueService.Surroundings(
                home.path(), home.identities(), home::objectsAs, jobs, shortestCrawl, home.clock()));
    }

    /** IAM, STS, Redshift. */
    private List<QueryService> makeQuery() {
        return List.of(
                home.identities().iam(), new StsService(home.identities()), new RedshiftService(home, clusters.get()));
    }

    private Optional<JobRunner> openJobs() {
        return jobRunner.map(provider -> provider.open(home.path()));
    }

    /** Gets the job runner ready for a job that is likely to come; nothing when there is none. */
    public void warmUpJobs() {
        jobs.get().ifPresent(JobRunner::warmUp);
    }

    public List<JsonService> json() {
        return json.get();
    }

    public List<QueryService> query() {
        return query.get();
    }

    @Override
    public void close() {
        var made = new ArrayList<Object>();
        clusters.ifMade(made::add);
        jobs.ifMade(runner -> runner.ifPresent(made::add));
        query.ifMade(made::addAll);
        json.ifMade(made::addAll);
        Collections.reverse(made);
        for (var service : made) {
            if (service instanceof AutoCloseable closeable) {
                try {
                    closeable.close();
                } catch (Exception e) {
                    log.warn("Could not close {}; going on", service.getClass().getSimpleName(), e);
                }
            }
        }
    }
}
