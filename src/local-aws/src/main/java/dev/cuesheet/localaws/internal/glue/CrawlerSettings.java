package dev.cuesheet.localaws.internal.glue;

import dev.cuesheet.localaws.internal.crawler.CrawlPlan.Target;
import dev.cuesheet.localaws.internal.crawler.Exclusions;
import dev.cuesheet.localaws.internal.state.Json;
import dev.cuesheet.localaws.internal.wire.AwsError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A crawler's definition, read from its document and checked. */
record CrawlerSettings(
        String name,
        String role,
        String database,
        String tablePrefix,
        List<Target> targets,
        List<String> classifiers,
        UpdateBehavior updateBehavior,
        DeleteBehavior deleteBehavior,
        boolean mergeNewColumns,
        boolean inheritFromTable,
        boolean combineCompatible,
        OptionalInt tableLevel) {
    private static final int LONGEST_PREFIX = 64;
    private static final Set<String> OTHER_TARGETS = Set.of(
            "JdbcTargets",
            "MongoDBTargets",
            "DynamoDBTargets",
            "CatalogTargets",
            "DeltaTargets",
            "IcebergTargets",
            "HudiTargets");

    enum UpdateBehavior {
        LOG,
        UPDATE_IN_DATABASE
    }

    enum DeleteBehavior {
        LOG,
        DELETE_FROM_DATABASE,
        DEPRECATE_IN_DATABASE
    }

    /** @throws AwsError when the definition is wrong, or asks for what is not built */
    static CrawlerSettings of(ObjectNode crawler) {
        refuseWhatIsNotBuilt(crawler);
        var configuration = configuration(crawler.path("Configuration").asString(""));
        var tables = configuration
                .path("CrawlerOutput")
                .path("Tables")
                .path("AddOrUpdateBehavior")
                .asString("");
        var partitions = configuration
                .path("CrawlerOutput")
                .path("Partitions")
                .path("AddOrUpdateBehavior")
                .asString("");
        var grouping = configuration.path("Grouping");
        var policy = crawler.path("SchemaChangePolicy");
        return new CrawlerSettings(
                crawler.path("Name").asString(),
                crawler.path("Role").asString(),
                crawler.path("DatabaseName").asString("").toLowerCase(Locale.ROOT),
                prefix(crawler.path("TablePrefix").asString("")),
                targets(crawler.path("Targets").path("S3Targets")),
                Request.texts(crawler.path("Classifiers")),
                choice(UpdateBehavior.class, policy.path("UpdateBehavior"), UpdateBehavior.UPDATE_IN_DATABASE),
                choice(DeleteBehavior.class, policy.path("DeleteBehavior"), DeleteBehavior.DEPRECATE_IN_DATABASE),
                oneOf(tables, "MergeNewColumns"),
                oneOf(partitions, "InheritFromTable"),
                oneOf(grouping.path("TableGroupingPolicy").asString(""), "CombineCompatibleSchemas"),
                level(grouping.path("TableLevelConfiguration")));
    }

    private static void refuseWhatIsNotBuilt(ObjectNode crawler) {
        for (var kind : OTHER_TARGETS) {
            if (!crawler.path("Targets").path(kind).isEmpty()) {
                throw AwsError.notImplemented("glue", "crawlers with " + kind);
            }
        }
        if (!crawler.path("Schedule").asString("").isEmpty()) {
            throw AwsError.notImplemented("glue", "crawlers with a Schedule");
        }
        var recrawl = crawler.path("RecrawlPolicy").path("RecrawlBehavior").asString("CRAWL_EVERYTHING");
        if (!recrawl.equals("CRAWL_EVERYTHING")) {
            throw AwsError.notImplemented("glue", "crawlers with RecrawlBehavior " + recrawl);
        }
    }

    private static List<Target> targets(JsonNode list) {
        if (list.isEmpty()) {
            throw GlueErrors.invalidInput("At least one crawl target must be specified.");
        }
        var targets = new ArrayList<Target>();
        for (var node : list) {
            int sample = node.path("SampleSize").asInt(0);
            try {
                var exclusions = Request.texts(node.path("Exclusions"));
                Exclusions.of(exclusions);
                targets.add(Target.parse(
                        node.path("Path").asString(""),
                        exclusions,
                        sample == 0 ? OptionalInt.empty() : OptionalInt.of(sample)));
            } catch (IllegalArgumentException e) {
                throw GlueErrors.invalidInput(e.getMessage());
            }
        }
        return targets;
    }

    private static JsonNode configuration(String text) {
        if (text.isEmpty()) {
            return Trees.object();
        }
        try {
            var configuration = Json.mapper().readTree(text);
            if (configuration.path("Version").asDouble(0) != 1.0) {
                throw GlueErrors.invalidInput("Crawler configuration version must be 1.0.");
            }
            return configuration;
        } catch (JacksonException e) {
            throw GlueErrors.invalidInput("Crawler configuration is not valid JSON: " + e.getOriginalMessage());
        }
    }

    private static String prefix(String prefix) {
        if (prefix.length() > LONGEST_PREFIX) {
            throw GlueErrors.invalidInput("Table prefix is longer than " + LONGEST_PREFIX + " characters.");
        }
        return prefix;
    }

    private static OptionalInt level(JsonNode level) {
        if (level.isMissingNode()) {
            return OptionalInt.empty();
        }
        if (!level.canConvertToInt() || level.asInt() < 1) {
            throw GlueErrors.invalidInput("TableLevelConfiguration must be a positive number.");
        }
        return OptionalInt.of(level.asInt());
    }

    private static boolean oneOf(String value, String known) {
        if (!value.isEmpty() && !value.equals(known)) {
            throw GlueErrors.invalidInput("Crawler configuration knows " + known + ", got " + value + ".");
        }
        return value.equals(known);
    }

    private static <E extends Enum<E>> E choice(Class<E> type, JsonNode value, E fallback) {
        try {
            return value.isString() ? Enum.valueOf(type, value.asString()) : fallback;
        } catch (IllegalArgumentException e) {
            throw GlueErrors.invalidInput("There is no " + type.getSimpleName() + " " + value.asString());
        }
    }
}
