package dev.cuesheet.localaws.internal.glue;

import dev.cuesheet.localaws.internal.state.JsonFiles;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The latest crawls of each crawler, newest last. Safe to share between threads. */
final class CrawlHistory {
    private static final String CRAWLS = "Crawls";
    private static final String LOG_GROUP = "/aws-glue/crawlers";
    private static final int KEPT = 100;

    private final JsonFiles<ObjectNode> files;

    CrawlHistory(Path folder) {
        this.files = JsonFiles.in(folder, ObjectNode.class);
    }

    void begin(String crawler, String id, Instant now) {
        var crawls = load(crawler);
        var list = (ArrayNode) crawls.path(CRAWLS);
        list.addObject()
                .put("CrawlId", id)
                .put("State", "RUNNING")
                .put("StartTime", Trees.seconds(now))
                .put("LogGroup", LOG_GROUP)
                .put("LogStream", crawler)
                .put("MessagePrefix", id);
        while (list.size() > KEPT) {
            list.remove(0);
        }
        files.put(crawler, crawls);
    }

    void cancelling(String crawler) {
        var crawls = load(crawler);
        last(crawls)
                .filter(crawl -> crawl.path("State").asString().equals("RUNNING"))
                .ifPresent(crawl -> crawl.put("State", "CANCELLING"));
        files.put(crawler, crawls);
    }

    /** Records the end and returns the crawler's {@code LastCrawl}. */
    ObjectNode end(String crawler, String id, CrawlRun.End end, Instant now) {
        var crawls = load(crawler);
        var crawl = last(crawls)
                .filter(latest -> latest.path("CrawlId").asString().equals(id))
                .orElseGet(Trees::object);
        crawl.put("State", end.status())
                .put("EndTime", Trees.seconds(now))
                .put("TablesCreated", end.created())
                .put("TablesUpdated", end.updated())
                .put("TablesDeleted", end.deleted());
        end.message().ifPresent(message -> crawl.put("ErrorMessage", message));
        files.put(crawler, crawls);
        return lastCrawl(crawl);
    }

    ObjectNode endUnfinished(String crawler, String message, Instant now) {
        var id = last(load(crawler))
                .map(crawl -> crawl.path("CrawlId").asString(""))
                .orElse("");
        return end(crawler, id, CrawlRun.End.failed(message), now);
    }

    private static ObjectNode lastCrawl(ObjectNode crawl) {
        var last = Trees.object().put("Status", crawl.path("State").asString());
        Trees.copy(crawl, last, List.of("ErrorMessage", "LogGroup", "LogStream", "MessagePrefix", "StartTime"));
        return last;
    }

    /** Newest first. */
    List<ObjectNode> of(String crawler) {
        var crawls = new ArrayList<ObjectNode>();
        load(crawler).path(CRAWLS).forEach(crawl -> crawls.add((ObjectNode) crawl));
        Collections.reverse(crawls);
        return crawls;
    }

    void delete(String crawler) {
        files.delete(crawler);
    }

    private ObjectNode load(String crawler) {
        return files.find(crawler).map(ObjectNode::deepCopy).orElseGet(() -> {
            var empty = Trees.object();
            empty.putArray(CRAWLS);
            return empty;
        });
    }

    private static Optional<ObjectNode> last(ObjectNode crawls) {
        var list = crawls.path(CRAWLS);
        return list.isEmpty() ? Optional.empty() : Optional.of((ObjectNode) list.get(list.size() - 1));
    }
}
