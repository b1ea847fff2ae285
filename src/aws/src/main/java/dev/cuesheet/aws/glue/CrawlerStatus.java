package dev.cuesheet.aws.glue;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A crawler as it is now. The history holds its newest finished crawl, or nothing before the first. */
public record CrawlerStatus(String name, CrawlerState state, List<Crawl> history) {
    public CrawlerStatus {
        requireNonNull(name, "name");
        requireNonNull(state, "state");
        history = List.copyOf(history);
    }

    public Optional<Crawl> lastCrawl() {
        return history.stream().findFirst();
    }

    public CrawlMark mark() {
        return new CrawlMark(name, lastCrawl().map(Crawl::startedAt).orElse(Instant.EPOCH));
    }

    /** True when nothing runs and a crawl that began after the mark has ended. */
    public boolean hasEndedSince(CrawlMark mark) {
        return state == CrawlerState.READY
                && lastCrawl()
                        .filter(crawl -> crawl.startedAt().isAfter(mark.newestStart()))
                        .isPresent();
    }
}
