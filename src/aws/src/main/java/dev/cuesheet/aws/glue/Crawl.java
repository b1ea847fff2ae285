package dev.cuesheet.aws.glue;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * One finished crawl.
 *
 * @param errorMessage why it failed; empty when it did not
 * @param logGroup the CloudWatch log group; empty when there is none
 */
public record Crawl(String crawler, Status status, Instant startedAt, String errorMessage, String logGroup) {

    /** How a crawl ended. */
    public enum Status {
        SUCCEEDED,
        CANCELLED,
        FAILED,
        /** An end this version does not know. */
        UNKNOWN
    }

    public Crawl {
        requireNonNull(crawler, "crawler");
        requireNonNull(status, "status");
        requireNonNull(startedAt, "startedAt");
        requireNonNull(errorMessage, "errorMessage");
        requireNonNull(logGroup, "logGroup");
    }

    /** In words: {@code crawl of "raw" begun at ... FAILED: no permission}. */
    public String describe() {
        var reason = errorMessage.isEmpty() ? "" : ": " + errorMessage;
        return "crawl of \"%s\" begun at %s ended %s%s".formatted(crawler, startedAt, status, reason);
    }
}
