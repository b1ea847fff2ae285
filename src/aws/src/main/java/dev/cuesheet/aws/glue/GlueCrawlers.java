package dev.cuesheet.aws.glue;

import dev.cuesheet.aws.AwsException;
import dev.cuesheet.aws.AwsException.Reason;
import dev.cuesheet.aws.Calls;
import dev.cuesheet.aws.Ensured;
import dev.cuesheet.aws.Wait;
import dev.cuesheet.aws.Waiter;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Crawler;

/** Glue crawlers: define, start, await, stop. Safe to share between threads. */
public final class GlueCrawlers {
    /** As patient as a crawl of many files needs. */
    public static final Wait DEFAULT_WAIT = Wait.every(Duration.ofSeconds(5), Duration.ofHours(1));

    private final Calls<GlueClient> glue;
    private final Waiter waiter;

    private GlueCrawlers(Calls<GlueClient> glue, Waiter waiter) {
        this.glue = glue;
        this.waiter = waiter;
    }

    public static GlueCrawlers using(GlueClient client) {
        return using(() -> client, Waiter.realTime());
    }

    /** The client is asked for when the first call needs it. */
    public static GlueCrawlers using(Supplier<GlueClient> client, Waiter waiter) {
        return new GlueCrawlers(new Calls<>("Glue", client), waiter);
    }

    public Optional<CrawlerStatus> find(String name) {
        return Calls.unless(Reason.NOT_FOUND, () -> get(name));
    }

    public CrawlerStatus get(String name) {
        return glue.call(
                "GetCrawler",
                "look up crawler \"%s\"".formatted(name),
                c -> CrawlerSettings.status(c.getCrawler(r -> r.name(name)).crawler()));
    }

    /**
     * Makes the crawler as the specification says: creates it, or updates it when a setting differs. A crawl under way is
     * waited for before the update.
     */
    public Ensured ensure(CrawlerSpec spec) throws InterruptedException {
        var attempt = "look up crawler \"%s\"".formatted(spec.name());
        var existing = glue.find(
                "GetCrawler",
                attempt,
                c -> c.getCrawler(r -> r.name(spec.name())).crawler());
        if (existing.isEmpty()) {
            if (create(spec)) {
                return Ensured.created();
            }
            return ensure(spec);
        }
        var differences = CrawlerSettings.differences(existing.get(), spec);
        if (!differences.isEmpty()) {
            update(existing.get(), spec);
        }
        return Ensured.updated(differences);
    }

    /** False when somebody else made it meanwhile. */
    private boolean create(CrawlerSpec spec) throws InterruptedException {
        var attempt = "create crawler \"%s\"".formatted(spec.name());
        var request = CrawlerSettings.createRequest(spec);
        try {
            waiter.retrying(
                    FreshRoles.WAIT,
                    () -> glue.call("CreateCrawler", attempt, c -> c.createCrawler(request)),
                    FreshRoles::isNotYetKnown);
            return true;
        } catch (AwsException e) {
            if (e.reason() == Reason.ALREADY_EXISTS) {
                return false;
            }
            throw e;
        }
    }

    private void update(Crawler existing, CrawlerSpec spec) throws InterruptedException {
        var attempt = "update crawler \"%s\"".formatted(spec.name());
        var request = CrawlerSettings.updateRequest(existing, spec);
        waiter.retrying(
                DEFAULT_WAIT,
                () -> glue.call("UpdateCrawler", attempt, c -> c.updateCrawler(request)),
                e -> e.reason() == Reason.BUSY || FreshRoles.isNotYetKnown(e));
    }

    /** The mark by which crawls that begin from now on can be told; take it before {@link #start}. */
    public CrawlMark mark(String name) {
        return get(name).mark();
    }

    /** Starts a crawl; false when one is under way already. */
    public boolean start(String name) {
        var attempt = "start crawler \"%s\"".formatted(name);
        return Calls.unless(
                        Reason.BUSY, () -> glue.call("StartCrawler", attempt, c -> c.startCrawler(r -> r.name(name))))
                .isPresent();
    }

    /** Starts a crawl, or joins the one under way, and awaits it. */
    public Crawl run(String name, Wait wait) throws InterruptedException {
        var mark = mark(name);
        start(name);
        return await(mark, wait);
    }

    /**
     * Awaits the end of a crawl that began after the mark, however it ends.
     *
     * @throws AwsException of reason {@link Reason#TIMED_OUT} when it has not ended in time
     */
    public Crawl await(CrawlMark mark, Wait wait) throws InterruptedException {
        var outcome = waiter.until(wait, () -> get(mark.crawler()), status -> status.hasEndedSince(mark));
        if (!outcome.over()) {
            throw timedOut(mark.crawler(), outcome.last(), wait);
        }
        return outcome.last().lastCrawl().orElseThrow();
    }

    /** Awaits that the crawler does nothing. */
    public CrawlerStatus awaitReady(String name, Wait wait) throws InterruptedException {
        var outcome = waiter.until(wait, () -> get(name), status -> status.state() == CrawlerState.READY);
        if (!outcome.over()) {
            throw timedOut(name, outcome.last(), wait);
        }
        return outcome.last();
    }

    /** Stops the crawl under way; false when there is none or it is stopping already. */
    public boolean stop(String name) {
        var attempt = "stop crawler \"%s\"".formatted(name);
        try {
            glue.call("StopCrawler", attempt, c -> c.stopCrawler(r -> r.name(name)));
            return true;
        } catch (AwsException e) {
            var code = e.errorCode().orElse("");
            if (code.equals("CrawlerNotRunningException") || code.equals("CrawlerStoppingException")) {
                return false;
            }
            throw e;
        }
    }

    /** Removes the crawler; succeeds when it is already gone. */
    public void delete(String name) {
        var attempt = "delete crawler \"%s\"".formatted(name);
        glue.find("DeleteCrawler", attempt, c -> c.deleteCrawler(r -> r.name(name)));
    }

    public CrawlerMetrics metrics(String name) {
        var attempt = "read the metrics of crawler \"%s\"".formatted(name);
        return glue.call(
                "GetCrawlerMetrics",
                attempt,
                c -> c.getCrawlerMetrics(r -> r.crawlerNameList(name)).crawlerMetricsList().stream()
                        .findFirst()
                        .map(m -> new CrawlerMetrics(
                                orZero(m.tablesCreated()),
                                orZero(m.tablesUpdated()),
                                orZero(m.tablesDeleted()),
                                seconds(m.timeLeftSeconds()),
                                seconds(m.lastRuntimeSeconds()),
                                seconds(m.medianRuntimeSeconds())))
                        .orElse(new CrawlerMetrics(0, 0, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO)));
    }

    private static int orZero(@Nullable Integer value) {
        return value == null ? 0 : value;
    }

    private static Duration seconds(@Nullable Double value) {
        return value == null ? Duration.ZERO : Duration.ofMillis(Math.round(value * 1000));
    }

    private AwsException timedOut(String name, CrawlerStatus last, Wait wait) {
        return glue.failure(
                Reason.TIMED_OUT,
                "GetCrawler",
                "Crawler \"%s\" is still %s after %s; gave up waiting, the crawl goes on. Wait longer, or stop it."
                        .formatted(name, last.state(), wait.limit()));
    }
}
