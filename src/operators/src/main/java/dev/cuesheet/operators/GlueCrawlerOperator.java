package dev.cuesheet.operators;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.aws.AwsException;
import dev.cuesheet.aws.Wait;
import dev.cuesheet.aws.glue.Crawl;
import dev.cuesheet.aws.glue.CrawlMark;
import dev.cuesheet.aws.glue.CrawlerSpec;
import dev.cuesheet.aws.glue.GlueCrawlers;
import dev.cuesheet.engine.Operator;
import dev.cuesheet.engine.TaskContext;
import dev.cuesheet.engine.TaskFailure;
import dev.cuesheet.engine.lineage.DeclaresLineage;
import dev.cuesheet.engine.lineage.Lineage;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates or updates a crawler, starts it and awaits the end of that crawl. Immutable; safe to share between threads.
 *
 * <p>Before the start, the point in the crawler's history is noted, so that our crawl can be told from the one before it,
 * in this attempt and in one after a crash: a crawl begun since is joined or, when it has succeeded, is the result. A crawl
 * that somebody else has under way is joined too, unless {@link #afresh} says to wait for it and start our own, because it
 * may have begun before our data was written. A crawl is stopped on cancel only if we started it.
 */
public final class GlueCrawlerOperator implements Operator<Crawl>, DeclaresLineage {
    private static final Logger log = LoggerFactory.getLogger(GlueCrawlerOperator.class);
    private static final String MARK = "glue.crawl-mark";
    private static final String OURS = "glue.crawl-ours";

    private final GlueCrawlers crawlers;
    private final CrawlerSpec crawler;
    private final Wait wait;
    private final boolean afresh;

    private GlueCrawlerOperator(GlueCrawlers crawlers, CrawlerSpec crawler, Wait wait, boolean afresh) {
        this.crawlers = requireNonNull(crawlers, "crawlers");
        this.crawler = requireNonNull(crawler, "crawler");
        this.wait = requireNonNull(wait, "wait");
        this.afresh = afresh;
    }

    public GlueCrawlerOperator(GlueCrawlers crawlers, CrawlerSpec crawler) {
        this(crawlers, crawler, GlueCrawlers.DEFAULT_WAIT, false);
    }

    /** How often to look and for how long; the task's execution timeout ends the wait earlier. */
    public GlueCrawlerOperator waiting(Wait patience) {
        return new GlueCrawlerOperator(crawlers, crawler, patience, afresh);
    }

    /** Waits for a crawl that somebody else has under way, and then starts our own. */
    public GlueCrawlerOperator afresh() {
        return new GlueCrawlerOperator(crawlers, crawler, wait, true);
    }

    @Override
    public Map<String, String> templates() {
        var templates = new LinkedHashMap<String, String>();
        templates.put("name", crawler.name());
        templates.put("role", crawler.role());
        templates.put("database", crawler.database());
        templates.put("tablePrefix", crawler.tablePrefix());
        templates.put("description", crawler.description());
        for (var i = 0; i < crawler.targets().size(); i++) {
            templates.put("targets[" + i + "]", crawler.targets().get(i).uri().toString());
        }
        return templates;
    }

    @Override
    public Lineage lineage(UnaryOperator<String> render) {
        return Lineage.reading(crawler.renderedWith(render).targets().stream()
                .map(target -> AwsLineage.of(target.uri()))
                .toList());
    }

    @Override
    public Crawl execute(TaskContext context) throws InterruptedException {
        var rendered = crawler.renderedWith(context::render);
        var crawl = AwsWork.attempt(() -> crawl(context, rendered));
        return switch (crawl.status()) {
            case SUCCEEDED -> crawl;
            case CANCELLED -> throw TaskFailure.permanent(forgotten(context, crawl) + "; somebody stopped it");
            case FAILED, UNKNOWN -> throw AwsWork.endedBadly(forgotten(context, crawl));
        };
    }

    private Crawl crawl(TaskContext context, CrawlerSpec spec) throws InterruptedException {
        var patience = AwsWork.within(context, wait);
        var ensured = crawlers.ensure(spec);
        log.info("Crawler \"{}\" {}", spec.name(), ensured.describe());
        var earlier = context.state().get(MARK).map(start -> new CrawlMark(spec.name(), Instant.parse(start)));
        if (earlier.isPresent()) {
            var found = crawlSince(earlier.get());
            if (found.isPresent()) {
                log.info(
                        "Found the crawl of an earlier attempt: {}", found.get().describe());
                return found.get();
            }
        }
        var mark = earlier.isPresent() ? earlier.get() : newMark(context, spec.name(), patience);
        start(context, spec.name());
        AwsWork.stopOnCancel(
                context, log, "crawler \"%s\"".formatted(spec.name()), () -> stopOurs(context, spec.name()));
        var crawl = crawlers.await(mark, patience);
        logMetrics(crawl);
        return crawl;
    }

    /** A crawl that has succeeded since the mark. */
    private Optional<Crawl> crawlSince(CrawlMark mark) {
        var status = crawlers.get(mark.crawler());
        return status.hasEndedSince(mark)
                ? status.lastCrawl().filter(crawl -> crawl.status() == Crawl.Status.SUCCEEDED)
                : Optional.empty();
    }

    private CrawlMark newMark(TaskContext context, String name, Wait patience) throws InterruptedException {
        if (afresh) {
            crawlers.awaitReady(name, patience);
        }
        var mark = crawlers.mark(name);
        context.state().put(MARK, mark.newestStart().toString());
        return mark;
    }

    private void start(TaskContext context, String name) {
        if (crawlers.start(name)) {
            context.state().put(OURS, "true");
            log.info("Started crawler \"{}\"", name);
        } else {
            log.info("Crawler \"{}\" is under way already; awaiting that crawl", name);
        }
    }

    private void stopOurs(TaskContext context, String name) {
        if (context.state().get(OURS).isPresent()) {
            crawlers.stop(name);
        }
    }

    /** The next attempt starts a crawl of its own. */
    private static String forgotten(TaskContext context, Crawl crawl) {
        context.state().remove(MARK);
        context.state().remove(OURS);
        return crawl.describe();
    }

    private void logMetrics(Crawl crawl) {
        try {
            var metrics = crawlers.metrics(crawl.crawler());
            log.info(
                    "The {}; {} tables created, {} updated, {} deleted, in {}",
                    crawl.describe(),
                    metrics.tablesCreated(),
                    metrics.tablesUpdated(),
                    metrics.tablesDeleted(),
                    metrics.lastRuntime());
        } catch (AwsException e) {
            log.info("The {}", crawl.describe());
        }
    }
}
