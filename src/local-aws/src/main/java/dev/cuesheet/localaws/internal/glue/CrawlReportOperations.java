package dev.cuesheet.localaws.internal.glue;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What became of crawls: history and metrics. */
final class CrawlReportOperations {
    private static final List<String> SHOWN = List.of(
            "CrawlId", "State", "StartTime", "EndTime", "ErrorMessage", "LogGroup", "LogStream", "MessagePrefix");

    private final Crawlers crawlers;
    private final CrawlHistory history;
    private final Permissions permissions;

    CrawlReportOperations(Crawlers crawlers, CrawlHistory history, Permissions permissions) {
        this.crawlers = crawlers;
        this.history = history;
        this.permissions = permissions;
    }

    void addTo(GlueOperations operations) {
        operations.add("GetCrawlerMetrics", this::metrics);
        operations.add("ListCrawls", this::list);
    }

    private JsonNode metrics(Request request) {
        permissions.onAnything(request.caller(), "GetCrawlerMetrics");
        var asked = request.texts("CrawlerNameList");
        var names = asked.isEmpty() ? crawlers.names() : asked;
        return Pages.page(
                request,
                Trees.object(),
                "CrawlerMetricsList",
                1000,
                names.stream().sorted().toList(),
                n -> n,
                this::metrics);
    }

    private ObjectNode metrics(String name) {
        var ended =
                history.of(name).stream().filter(crawl -> crawl.has("EndTime")).toList();
        var seconds =
                ended.stream().map(CrawlReportOperations::seconds).sorted().toList();
        return Trees.object()
                .put("CrawlerName", name)
                .put("TimeLeftSeconds", 0.0)
                .put("StillEstimating", false)
                .put("LastRuntimeSeconds", ended.isEmpty() ? 0.0 : seconds(ended.get(0)))
                .put("MedianRuntimeSeconds", seconds.isEmpty() ? 0.0 : seconds.get(seconds.size() / 2))
                .put("TablesCreated", sum(ended, "TablesCreated"))
                .put("TablesUpdated", sum(ended, "TablesUpdated"))
                .put("TablesDeleted", sum(ended, "TablesDeleted"));
    }

    private static double seconds(ObjectNode crawl) {
        return crawl.path("EndTime").asDouble() - crawl.path("StartTime").asDouble();
    }

    private static int sum(List<ObjectNode> crawls, String field) {
        return crawls.stream().mapToInt(crawl -> crawl.path(field).asInt(0)).sum();
    }

    private JsonNode list(Request request) {
        var name = request.text("CrawlerName");
        permissions.onCrawler(request.caller(), "ListCrawls", name);
        if (crawlers.find(name).isEmpty()) {
            throw GlueErrors.notFound("Crawler entry with name " + name + " does not exist");
        }
        return Pages.page(
                request,
                Trees.object(),
                "Crawls",
                1000,
                history.of(name),
                crawl -> "%020d"
                        .formatted(Long.MAX_VALUE
                                - Math.round(crawl.path("StartTime").asDouble() * 1000)),
                CrawlReportOperations::shown);
    }

    private static ObjectNode shown(ObjectNode crawl) {
        var shown = Trees.object();
        Trees.copy(crawl, shown, SHOWN);
        return shown;
    }
}
