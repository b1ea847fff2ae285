package dev.cuesheet.aws.glue;

import dev.cuesheet.aws.Differences;
import dev.cuesheet.aws.Ensured.Difference;
import dev.cuesheet.aws.JsonText;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.CrawlerTargets;
import software.amazon.awssdk.services.glue.model.CreateCrawlerRequest;
import software.amazon.awssdk.services.glue.model.LastCrawlInfo;
import software.amazon.awssdk.services.glue.model.RecrawlPolicy;
import software.amazon.awssdk.services.glue.model.S3Target;
import software.amazon.awssdk.services.glue.model.SchemaChangePolicy;
import software.amazon.awssdk.services.glue.model.UpdateCrawlerRequest;

/** Between a {@link CrawlerSpec} and the SDK's crawler types. */
final class CrawlerSettings {
    private CrawlerSettings() {}

    static CreateCrawlerRequest createRequest(CrawlerSpec spec) {
        return CreateCrawlerRequest.builder()
                .name(spec.name())
                .role(spec.role())
                .databaseName(spec.database())
                .targets(targets(spec))
                .tablePrefix(orNull(spec.tablePrefix()))
                .description(orNull(spec.description()))
                .schedule(orNull(spec.schedule()))
                .classifiers(spec.classifiers())
                .schemaChangePolicy(policy(spec))
                .recrawlPolicy(recrawl(spec))
                .configuration(orNull(spec.configuration()))
                .build();
    }

    /** An update clears a text by naming it empty, where a creation leaves it out. */
    static UpdateCrawlerRequest updateRequest(Crawler existing, CrawlerSpec spec) {
        return UpdateCrawlerRequest.builder()
                .name(spec.name())
                .role(spec.role())
                .databaseName(spec.database())
                .targets(targets(spec))
                .tablePrefix(spec.tablePrefix())
                .description(spec.description())
                .schedule(existing.schedule() == null ? orNull(spec.schedule()) : spec.schedule())
                .classifiers(spec.classifiers())
                .schemaChangePolicy(policy(spec))
                .recrawlPolicy(recrawl(spec))
                .configuration(orNull(spec.configuration()))
                .build();
    }

    static List<Difference> differences(Crawler is, CrawlerSpec spec) {
        var policy = is.schemaChangePolicy();
        return new Differences()
                .compareRoles("role", is.role(), spec.role())
                .compare("database", is.databaseName(), spec.database())
                .compare("targets", described(is.targets()), described(targets(spec)))
                .compare("tablePrefix", is.tablePrefix(), spec.tablePrefix())
                .compare("description", is.description(), spec.description())
                .compare(
                        "schedule", is.schedule() == null ? null : is.schedule().scheduleExpression(), spec.schedule())
                .compare("classifiers", is.classifiers(), spec.classifiers())
                .compare(
                        "onChange",
                        policy == null || policy.updateBehavior() == null
                                ? CrawlerSpec.OnChange.UPDATE_IN_DATABASE
                                : policy.updateBehaviorAsString(),
                        spec.onChange())
                .compare(
                        "onDelete",
                        policy == null || policy.deleteBehavior() == null
                                ? CrawlerSpec.OnDelete.DEPRECATE_IN_DATABASE
                                : policy.deleteBehaviorAsString(),
                        spec.onDelete())
                .compare(
                        "recrawl",
                        is.recrawlPolicy() == null || is.recrawlPolicy().recrawlBehavior() == null
                                ? CrawlerSpec.Recrawl.CRAWL_EVERYTHING
                                : is.recrawlPolicy().recrawlBehaviorAsString(),
                        spec.recrawl())
                .compare("configuration", is.configuration(), spec.configuration(), JsonText::sameMeaning)
                .found();
    }

    static CrawlerStatus status(Crawler crawler) {
        var state = switch (crawler.state()) {
            case READY -> CrawlerState.READY;
            case RUNNING -> CrawlerState.RUNNING;
            case STOPPING -> CrawlerState.STOPPING;
            case UNKNOWN_TO_SDK_VERSION -> CrawlerState.UNKNOWN;
        };
        return new CrawlerStatus(crawler.name(), state, history(crawler));
    }

    private static List<Crawl> history(Crawler crawler) {
        var last = crawler.lastCrawl();
        if (last == null || last.startTime() == null || last.status() == null) {
            return List.of();
        }
        return List.of(new Crawl(
                crawler.name(), status(last), last.startTime(), text(last.errorMessage()), text(last.logGroup())));
    }

    private static Crawl.Status status(LastCrawlInfo last) {
        return switch (last.status()) {
            case SUCCEEDED -> Crawl.Status.SUCCEEDED;
            case CANCELLED -> Crawl.Status.CANCELLED;
            case FAILED -> Crawl.Status.FAILED;
            case UNKNOWN_TO_SDK_VERSION -> Crawl.Status.UNKNOWN;
        };
    }

    private static CrawlerTargets targets(CrawlerSpec spec) {
        return CrawlerTargets.builder()
                .s3Targets(spec.targets().stream()
                        .map(t -> S3Target.builder()
                                .path(t.uri().toString())
                                .exclusions(t.exclusions())
                                .build())
                        .toList())
                .build();
    }

    /** Only what a specification can say, so that other kinds of targets show up as a difference. */
    private static String described(@Nullable CrawlerTargets targets) {
        if (targets == null) {
            return "";
        }
        var folders = targets.s3Targets().stream()
                .map(t ->
                        t.path().replaceAll("/+$", "") + (t.exclusions().isEmpty() ? "" : " without " + t.exclusions()))
                .sorted()
                .toList();
        var others = targets.jdbcTargets().size()
                + targets.catalogTargets().size()
                + targets.dynamoDBTargets().size()
                + targets.deltaTargets().size()
                + targets.icebergTargets().size()
                + targets.hudiTargets().size()
                + targets.mongoDBTargets().size();
        return others == 0 ? folders.toString() : "%s and %d targets outside S3".formatted(folders, others);
    }

    private static SchemaChangePolicy policy(CrawlerSpec spec) {
        return SchemaChangePolicy.builder()
                .updateBehavior(spec.onChange().name())
                .deleteBehavior(spec.onDelete().name())
                .build();
    }

    private static RecrawlPolicy recrawl(CrawlerSpec spec) {
        return RecrawlPolicy.builder().recrawlBehavior(spec.recrawl().name()).build();
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static @Nullable String orNull(String value) {
        return value.isEmpty() ? null : value;
    }
}
