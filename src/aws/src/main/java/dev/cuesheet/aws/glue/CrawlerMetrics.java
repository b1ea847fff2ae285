package dev.cuesheet.aws.glue;

import java.time.Duration;

/** What a crawler has brought about and how long it takes. */
public record CrawlerMetrics(
        int tablesCreated,
        int tablesUpdated,
        int tablesDeleted,
        Duration timeLeft,
        Duration lastRuntime,
        Duration medianRuntime) {}
