package dev.cuesheet.localaws.internal.glue;

import dev.cuesheet.localaws.internal.crawler.CrawlPlan;
import dev.cuesheet.localaws.internal.glue.GlueService.Surroundings;
import dev.cuesheet.localaws.internal.iam.Authorizer;
import dev.cuesheet.localaws.internal.iam.Caller;
import dev.cuesheet.localaws.spi.ObjectAccess;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Defining crawlers, starting and stopping them. */
final class CrawlerOperations {
    private static final List<String> FIELDS = List.of(
            "Role",
            "Targets",
            "DatabaseName",
            "Description",
            "Classifiers",
            "RecrawlPolicy",
            "SchemaChangePolicy",
            "LineageConfiguration",
            "TablePrefix",
            "Schedule",
            "Configuration",
            "CrawlerSecurityConfiguration",
            "LakeFormationConfiguration");

    private final Crawlers crawlers;
    private final Classifiers classifiers;
    private final Permissions permissions;
    private final Tags tags;
    private final Surroundings around;

    CrawlerOperations(
            Crawlers crawlers, Classifiers classifiers, Permissions permissions, Tags tags, Surroundings around) {
        this.crawlers = crawlers;
        this.classifiers = classifiers;
        this.permissions = permissions;
        this.tags = tags;
        this.around = around;
    }

    void addTo(GlueOperations operations) {
        operations.add("CreateCrawler", this::create);
        operations.add("GetCrawler", this::get);
        operations.add("GetCrawlers", this::list);
        operations.add("ListCrawlers", this::listNames);
        operations.add("BatchGetCrawlers", this::getMany);
        operations.add("UpdateCrawler", this::update);
        operations.add("DeleteCrawler", this::delete);
        operations.add("StartCrawler", this::start);
        operations.add("StopCrawler", this::stop);
    }

    /** The crawl that a crawler's document describes. */
    static CrawlPlan plan(CrawlerSettings settings, Classifiers classifiers) {
        return new CrawlPlan(
                settings.targets(),
                settings.classifiers().stream().map(classifiers::named).toList(),
                settings.combineCompatible(),
                settings.tableLevel());
    }

    private JsonNode create(Request request) {
        var name = request.text("Name");
        var caller = request.caller();
        permissions.onCrawler(caller, "CreateCrawler", name);
        request.text("Role");
        request.object("Targets");
        var now = Trees.seconds(around.clock().instant());
        var crawler = Trees.object().put("Name", name);
        defaults(crawler);
        Trees.copy(request.json(), crawler, FIELDS);
        check(crawler, caller);
        crawler.put("State", "READY")
                .put("CreationTime", now)
                .put("LastUpdated", now)
                .put("Version", 1);
        if (!crawlers.create(name, crawler)) {
            throw GlueErrors.alreadyExists("Crawler " + name + " already exists");
        }
        tags.put(Permissions.arn(caller, "crawler/" + name), request.json().path("Tags"));
        return Trees.object();
    }

    private static void defaults(ObjectNode crawler) {
        crawler.putArray("Classifiers");
        crawler.putObject("RecrawlPolicy").put("RecrawlBehavior", "CRAWL_EVERYTHING");
        crawler.putObject("SchemaChangePolicy")
                .put("UpdateBehavior", "UPDATE_IN_DATABASE")
                .put("DeleteBehavior", "DEPRECATE_IN_DATABASE");
        crawler.putObject("LineageConfiguration").put("CrawlerLineageSettings", "DISABLE");
    }

    private void check(ObjectNode crawler, Caller caller) {
        if (crawler.path("Schedule").asString("").isEmpty()) {
            crawler.remove("Schedule"); // an empty one takes the crawler's schedule away
        }
        var settings = CrawlerSettings.of(crawler);
        if (settings.database().isEmpty()) {
            throw GlueErrors.invalidInput("A database is needed for the tables of crawler " + settings.name() + ".");
        }
        settings.classifiers().stream().filter(name -> !classifiers.has(name)).forEach(name -> {
            throw GlueErrors.notFound("Classifier with name " + name + " does not exist");
        });
        var role = roleArn(settings.role());
        permissions.passRole(caller, role);
        try {
            around.identities().authorizer().assumedBy(GlueService.PRINCIPAL, role, "AWS-Crawler");
        } catch (Authorizer.Denied e) {
            throw GlueErrors.invalidInput("Service is unable to assume role " + role
                    + ". Please verify role's TrustPolicy. " + e.getMessage());
        }
        settings.targets().forEach(target -> requireBucket(target.bucket()));
        if (crawler.get("SchemaChangePolicy") instanceof ObjectNode policy) {
            policy.put("UpdateBehavior", settings.updateBehavior().name())
                    .put("DeleteBehavior", settings.deleteBehavior().name());
        }
        // As the service answers it: the role without what all role ARNs have in common.
        crawler.put("Role", role.substring(role.indexOf(":role/") + ":role/".length()));
    }

    private String roleArn(String given) {
        return around.identities()
                .roleArn(given)
                .orElseThrow(() -> GlueErrors.invalidInput("Service is unable to assume role " + given
                        + ". Please verify role's TrustPolicy. There is no such role."));
    }

    private void requireBucket(String bucket) {
        try {
            around.objects().apply(around.identities().account().root()).find(bucket, "-");
        } catch (ObjectAccess.NoSuchBucket e) {
            throw GlueErrors.invalidInput("S3 bucket " + bucket + " does not exist.");
        }
    }

    private JsonNode get(Request request) {
        var name = request.text("Name");
        permissions.onCrawler(request.caller(), "GetCrawler", name);
        var answer = Trees.object();
        answer.set(
                "Crawler",
                crawlers.shown(name)
                        .orElseThrow(() -> GlueErrors.notFound("Crawler entry with name " + name + " does not exist")));
        return answer;
    }

    private JsonNode list(Request request) {
        permissions.onAnything(request.caller(), "GetCrawlers");
        return Pages.page(
                request,
                Trees.object(),
                "Crawlers",
                1000,
                crawlers.names(),
                name -> name,
                name -> crawlers.shown(name).orElseGet(Trees::object));
    }

    private JsonNode listNames(Request request) {
        permissions.onAnything(request.caller(), "ListCrawlers");
        return Pages.page(
                request, Trees.object(), "CrawlerNames", 1000, crawlers.names(), name -> name, StringNode::valueOf);
    }

    private JsonNode getMany(Request request) {
        var answer = Trees.object();
        var found = answer.putArray("Crawlers");
        var missing = answer.putArray("CrawlersNotFound");
        for (var name : request.texts("CrawlerNames")) {
            permissions.onCrawler(request.caller(), "BatchGetCrawlers", name);
            crawlers.shown(name).ifPresentOrElse(found::add, () -> missing.add(name));
        }
        return answer;
    }

    private JsonNode update(Request request) {
        var name = request.text("Name");
        permissions.onCrawler(request.caller(), "UpdateCrawler", name);
        crawlers.change(name, crawler -> {
            Trees.copy(request.json(), crawler, FIELDS);
            check(crawler, request.caller());
            return crawler.put("LastUpdated", Trees.seconds(around.clock().instant()))
                    .put("Version", crawler.path("Version").asLong() + 1);
        });
        return Trees.object();
    }

    private JsonNode delete(Request request) {
        var name = request.text("Name");
        permissions.onCrawler(request.caller(), "DeleteCrawler", name);
        crawlers.delete(name);
        tags.delete(Permissions.arn(request.caller(), "crawler/" + name));
        return Trees.object();
    }

    private JsonNode start(Request request) {
        var name = request.text("Name");
        permissions.onCrawler(request.caller(), "StartCrawler", name);
        crawlers.start(name);
        return Trees.object();
    }

    private JsonNode stop(Request request) {
        var name = request.text("Name");
        permissions.onCrawler(request.caller(), "StopCrawler", name);
        crawlers.stop(name);
        return Trees.object();
    }
}
