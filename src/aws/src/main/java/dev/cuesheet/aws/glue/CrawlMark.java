package dev.cuesheet.aws.glue;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A point in a crawler's history by which a later crawl can be told from an earlier one: the start of its newest finished
 * crawl by Glue's clock, or {@link Instant#EPOCH} when there was none.
 */
public record CrawlMark(String crawler, Instant newestStart) {
    public CrawlMark {
        requireNonNull(crawler, "crawler");
        requireNonNull(newestStart, "newestStart");
    }
}
