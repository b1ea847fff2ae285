package dev.cuesheet.localaws.internal.glue;

import dev.cuesheet.localaws.internal.iam.Caller;
import dev.cuesheet.localaws.internal.iam.Identities;
import dev.cuesheet.localaws.internal.wire.JsonService;
import dev.cuesheet.localaws.spi.JobRunner;
import dev.cuesheet.localaws.spi.ObjectAccess;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Glue as AWS's clients know it. Made when the first request for it comes; what an earlier process left unfinished is
 * settled then. Safe to share between threads.
 */
public final class GlueService implements JsonService, AutoCloseable {
    /** Glue as a role's trust policy names it. */
    static final String PRINCIPAL = "glue.amazonaws.com";

    /** The catalog's folder within Glue's. */
    static final String CATALOG = "catalog";

    private static final String CRAWLER_SESSION = "AWS-Crawler";

    private final GlueOperations operations = new GlueOperations();
    private final Crawlers crawlers;
    private final Retries retries;

    /**
     * @param objects S3 as an identity may see it
     * @param jobRunner runs jobs; without one no run can be started
     * @param shortestCrawl how long a crawl lasts at least, for clients that want to see it running
     */
    public record Surroundings(
            Path awsHome,
            Identities identities,
            Function<Caller, ObjectAccess> objects,
            Supplier<Optional<JobRunner>> jobRunner,
            Duration shortestCrawl,
            Clock clock) {
        Path home() {
            return awsHome.resolve("glue");
        }

        /** Glue as it works under the role. @throws Authorizer.Denied when the role is gone or does not trust Glue */
        Caller serviceRole(String role, String session) {
            var arn = identities.roleArn(role).orElse(role);
            return identities.authorizer().assumedBy(PRINCIPAL, arn, session);
        }
    }

    public GlueService(Surroundings around) {
        var permissions = new Permissions(around.identities().authorizer());
        var catalog = new Catalog(around.home().resolve(CATALOG));
        var tags = new Tags(around.home().resolve("tags"), permissions);
        var databases = new DatabaseOperations(catalog, permissions, tags, around.clock());
        databases.addTo(operations);
        new TableOperations(catalog, permissions, around.clock()).addTo(operations);
        new TableVersionOperations(catalog, permissions).addTo(operations);
        new PartitionOperations(catalog, permissions, around.clock()).addTo(operations);
        var classifiers = new Classifiers(around.home().resolve("classifiers"), permissions, around.clock());
        classifiers.addTo(operations);
        var history = new CrawlHistory(around.home().resolve("crawls"));
        var update = new CatalogUpdate.Maker(
                catalog, databases, new TableWriter(catalog, around.clock()), permissions, around.clock());
        crawlers = new Crawlers(
                around, history, (crawler, crawlId) -> crawl(around, classifiers, update, crawler, crawlId));
        new CrawlerOperations(crawlers, classifiers, permissions, tags, around).addTo(operations);
        new CrawlReportOperations(crawlers, history, permissions).addTo(operations);
        var jobs = new Jobs(around.home().resolve("jobs"));
        var runs = new JobRuns(new RunFolders(around.home().resolve("runs")), jobs, around);
        retries = new Retries(jobs, runs);
        new JobOperations(jobs, permissions, tags, around).addTo(operations);
        new JobRunOperations(jobs, runs, retries, permissions, around.clock()).addTo(operations);
        tags.addTo(operations, arn -> exists(catalog, jobs, arn));
        retries.resume();
    }

    private static CrawlRun crawl(
            Surroundings around,
            Classifiers classifiers,
            CatalogUpdate.Maker update,
            ObjectNode crawler,
            String crawlId) {
        var settings = CrawlerSettings.of(crawler);
        return new CrawlRun(
                crawlId,
                () -> around.serviceRole(settings.role(), CRAWLER_SESSION),
                CrawlerOperations.plan(settings, classifiers),
                around.objects(),
                caller -> update.make(caller, settings, crawlId),
                around.shortestCrawl());
    }

    private boolean exists(Catalog catalog, Jobs jobs, String arn) {
        var database = Tags.nameAfter(arn, "database").map(name -> name.toLowerCase(Locale.ROOT));
        return database.flatMap(catalog::database).isPresent()
                || Tags.nameAfter(arn, "crawler").flatMap(crawlers::find).isPresent()
                || Tags.nameAfter(arn, "job").flatMap(jobs::find).isPresent();
    }

    @Override
    public String name() {
        return "glue";
    }

    @Override
    public String targetPrefix() {
        return "AWSGlue";
    }

    @Override
    public Set<String> operations() {
        return operations.names();
    }

    @Override
    public JsonNode handle(String operation, ObjectNode input, Caller caller) {
        return operations.answer(operation, new Request(input, caller));
    }

    /** Stops crawls under way; jobs go on in their own processes. */
    @Override
    public void close() {
        crawlers.close();
        retries.close();
    }
}
