package dev.cuesheet.localaws.internal.glue;

import dev.cuesheet.localaws.internal.crawler.Crawl;
import dev.cuesheet.localaws.internal.crawler.CrawlPlan;
import dev.cuesheet.localaws.internal.crawler.FoundTable;
import dev.cuesheet.localaws.internal.iam.Authorizer;
import dev.cuesheet.localaws.internal.iam.Caller;
import dev.cuesheet.localaws.internal.wire.AwsError;
import dev.cuesheet.localaws.spi.ObjectAccess;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** One crawl: looks at the data under the crawler's role, then writes what it found to the catalog. */
final class CrawlRun {
    private static final Logger log = LoggerFactory.getLogger(CrawlRun.class);

    private final String id;
    private final Supplier<Caller> role;
    private final CrawlPlan plan;
    private final Function<Caller, ObjectAccess> objects;
    private final Function<Caller, CatalogUpdate> updates;
    private final Duration shortest;
    private final CountDownLatch cancelled = new CountDownLatch(1);

    /** Makes the crawl of a crawler. */
    @FunctionalInterface
    interface Maker {
        CrawlRun make(ObjectNode crawler, String crawlId);
    }

    /** How a crawl ended. The status is {@code SUCCEEDED}, {@code CANCELLED} or {@code FAILED}. */
    record End(String status, Optional<String> message, int created, int updated, int deleted) {
        static End succeeded(CatalogUpdate.Result result) {
            return new End("SUCCEEDED", Optional.empty(), result.created(), result.updated(), result.deleted());
        }

        static End cancelled() {
            return new End("CANCELLED", Optional.empty(), 0, 0, 0);
        }

        static End failed(String message) {
            return new End("FAILED", Optional.of(message), 0, 0, 0);
        }

        String describe() {
            return message.map(text -> "failed: " + text)
                    .orElseGet(() -> status.equals("CANCELLED")
                            ? "was stopped"
                            : "created %d tables, updated %d and deleted %d".formatted(created, updated, deleted));
        }
    }

    /**
     * @param role assumes the crawler's role when the crawl begins
     * @param shortest how long the crawl is to last at least, for clients that want to see it running
     */
    CrawlRun(
            String id,
            Supplier<Caller> role,
            CrawlPlan plan,
            Function<Caller, ObjectAccess> objects,
            Function<Caller, CatalogUpdate> updates,
            Duration shortest) {
        this.id = id;
        this.role = role;
        this.plan = plan;
        this.objects = objects;
        this.updates = updates;
        this.shortest = shortest;
    }

    String id() {
        return id;
    }

    void cancel() {
        cancelled.countDown();
    }

    /** @param mayWrite asked once before the catalog is touched; false means that the crawl was stopped meanwhile */
    End toItsEnd(BooleanSupplier mayWrite) {
        try {
            var caller = role.get();
            var tables = look(caller);
            if (!mayWrite.getAsBoolean()) {
                return End.cancelled();
            }
            return End.succeeded(updates.apply(caller).write(tables));
        } catch (CancellationException e) {
            return End.cancelled();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return End.cancelled();
        } catch (ObjectAccess.AccessDenied | Authorizer.Denied | ObjectAccess.NoSuchBucket | AwsError e) {
            return End.failed(String.valueOf(e.getMessage()));
        } catch (Exception e) {
            log.error("Crawl {} met an error that no user could have caused", id, e);
            return End.failed("Internal Service Exception: " + e);
        }
    }

    private List<FoundTable> look(Caller caller) throws Exception {
        if (!shortest.isZero() && cancelled.await(shortest.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new CancellationException();
        }
        return new Crawl(objects.apply(caller), plan, () -> cancelled.getCount() == 0).run();
    }
}
