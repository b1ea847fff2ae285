package dev.cuesheet.aws.glue;

/** What a crawler is doing. */
public enum CrawlerState {
    READY,
    RUNNING,
    /** Stopping on request, or writing its results after a complete crawl. */
    STOPPING,
    /** A state this version does not know; taken for busy. */
    UNKNOWN
}
