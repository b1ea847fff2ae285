package dev.cuesheet.aws.contract;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cuesheet.aws.AwsException;
import dev.cuesheet.aws.AwsException.Reason;
import dev.cuesheet.aws.Ensured.Change;
import dev.cuesheet.aws.Ensured.Difference;
import dev.cuesheet.aws.S3Uri;
import dev.cuesheet.aws.Wait;
import dev.cuesheet.aws.glue.Crawl;
import dev.cuesheet.aws.glue.CrawlerSpec;
import dev.cuesheet.aws.glue.CrawlerState;
import dev.cuesheet.aws.glue.GlueColumn;
import dev.cuesheet.aws.glue.GlueCrawlers;
import dev.cuesheet.aws.glue.GluePartition;
import dev.cuesheet.aws.iam.PolicyDocument;
import dev.cuesheet.aws.iam.RoleSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@link GlueCrawlers} does on every Glue. */
interface GlueCrawlersContract extends Backend {
    Wait PATIENCE = Wait.every(ofSeconds(5), ofMinutes(10));

    default GlueCrawlers crawlers() {
        return aws().glueCrawlers();
    }

    /** What a crawler needs around it. */
    record Surroundings(String crawler, String role, String database, S3Uri folder) {
        CrawlerSpec.Builder spec() {
            return CrawlerSpec.named(crawler).role(role).database(database).target(folder);
        }
    }

    /** A body that waits. */
    @FunctionalInterface
    interface Body {
        void run(Surroundings surroundings) throws InterruptedException;
    }

    default void around(Body body) throws InterruptedException {
        var name = unique("crawl");
        var bucket = S3Uri.ofBucket(name);
        var database = name.replace('-', '_');
        aws().s3().createBucketIfAbsent(name);
        aws().iam()
                .ensureRole(RoleSpec.named(name)
                        .assumedBy("glue.amazonaws.com")
                        .inlinePolicy(
                                "read",
                                PolicyDocument.empty()
                                        .allow(List.of("s3:GetObject", "s3:ListBucket"), List.of("*"))
                                        .allow(List.of("glue:*", "logs:*"), List.of("*")))
                        .build());
        aws().glueCatalog().createDatabaseIfAbsent(database, "");
        try {
            body.run(new Surroundings(name, name, database, bucket.child("raw/")));
        } finally {
            crawlers().delete(name);
            aws().glueCatalog().deleteDatabase(database);
            aws().iam().deleteRole(name);
            aws().s3().deleteAll(bucket);
            aws().s3().deleteBucket(name);
        }
    }

    @Test
    default void a_crawler_is_made_as_specified_and_left_alone_when_it_is_so() throws InterruptedException {
        around(s -> {
            var spec = s.spec()
                    .description("raw files")
                    .tablePrefix("raw_")
                    .onDelete(CrawlerSpec.OnDelete.LOG)
                    .configuration("{\"Version\": 1.0, \"Grouping\": {\"TableLevelConfiguration\": 2}}")
                    .build();
            assertThat(crawlers().find(s.crawler())).isEmpty();
            assertThat(crawlers().ensure(spec).change()).isEqualTo(Change.CREATED);
            assertThat(crawlers().ensure(spec).describe()).isEqualTo("unchanged");
            assertThat(crawlers().get(s.crawler()).state()).isEqualTo(CrawlerState.READY);
            assertThat(crawlers().get(s.crawler()).lastCrawl()).isEmpty();
        });
    }

    @Test
    default void a_role_by_arn_and_a_folder_without_its_slash_are_no_differences() throws InterruptedException {
        around(s -> {
            crawlers().ensure(s.spec().build());
            var arn = aws().iam().getRole(s.role()).arn();
            var said = CrawlerSpec.named(s.crawler())
                    .role(arn)
                    .database(s.database())
                    .target(S3Uri.parse("s3://%s/raw".formatted(s.folder().bucket())))
                    .build();
            assertThat(crawlers().ensure(said).differences()).isEmpty();
        });
    }

    @Test
    default void a_crawler_that_differs_is_updated_and_what_differed_is_told() throws InterruptedException {
        around(s -> {
            crawlers().ensure(s.spec().description("old").tablePrefix("raw_").build());
            var updated = crawlers()
                    .ensure(s.spec()
                            .description("new")
                            .onChange(CrawlerSpec.OnChange.LOG)
                            .build());
            assertThat(updated.change()).isEqualTo(Change.UPDATED);
            assertThat(updated.differences())
                    .extracting(Difference::field)
                    .containsExactly("tablePrefix", "description", "onChange");
            var again = crawlers()
                    .ensure(s.spec()
                            .description("new")
                            .onChange(CrawlerSpec.OnChange.LOG)
                            .build());
            assertThat(again.describe()).isEqualTo("unchanged");
        });
    }

    @Test
    default void a_crawl_catalogs_each_folder_and_its_partitions() throws InterruptedException {
        around(s -> {
            aws().s3().writeText(s.folder().child("event/a.csv"), "id,name\n1,Carmen\n2,Tosca\n");
            aws().s3().writeText(s.folder().child("sale/ds=2024-05-01/a.csv"), "id,price\n1,10.5\n2,20.5\n");
            aws().s3().writeText(s.folder().child("sale/ds=2024-05-02/a.csv"), "id,price\n3,30.5\n4,40.5\n");
            crawlers().ensure(s.spec().build());
            var crawl = crawlers().run(s.crawler(), PATIENCE);
            assertThat(crawl.describe()).contains("SUCCEEDED");
            var event = aws().glueCatalog().getTable(s.database(), "event");
            assertThat(event.columns()).extracting(GlueColumn::name).containsExactly("id", "name");
            assertThat(event.classification()).isEqualTo("csv");
            var sale = aws().glueCatalog().getTable(s.database(), "sale");
            assertThat(sale.partitionKeys()).extracting(GlueColumn::name).containsExactly("ds");
            assertThat(aws().glueCatalog().listPartitions(s.database(), "sale").map(GluePartition::values))
                    .containsExactlyInAnyOrder(List.of("2024-05-01"), List.of("2024-05-02"));
            assertThat(crawlers().metrics(s.crawler()).tablesCreated()).isEqualTo(2);
        });
    }

    @Test
    default void a_second_crawl_is_told_from_the_first() throws InterruptedException {
        around(s -> {
            aws().s3().writeText(s.folder().child("event/a.csv"), "id,name\n1,Carmen\n2,Tosca\n");
            crawlers().ensure(s.spec().build());
            var first = crawlers().run(s.crawler(), PATIENCE);
            var mark = crawlers().mark(s.crawler());
            assertThat(mark.newestStart()).isEqualTo(first.startedAt());
            assertThat(crawlers().get(s.crawler()).hasEndedSince(mark)).isFalse();
            assertThat(crawlers().start(s.crawler())).isTrue();
            assertThat(crawlers().await(mark, PATIENCE).startedAt()).isAfter(first.startedAt());
        });
    }

    @Test
    default void waiting_for_a_crawl_that_never_begins_ends_with_its_state() throws InterruptedException {
        around(s -> {
            crawlers().ensure(s.spec().build());
            var mark = crawlers().mark(s.crawler());
            assertThatExceptionOfType(AwsException.class)
                    .isThrownBy(() -> crawlers().await(mark, PATIENCE.upTo(ofSeconds(1))))
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.TIMED_OUT))
                    .withMessageContaining("is still READY after PT1S");
        });
    }

    @Test
    default void a_crawl_whose_role_may_not_read_the_files_fails_and_says_so() throws InterruptedException {
        around(s -> {
            aws().s3().writeText(s.folder().child("event/a.csv"), "id,name\n1,Carmen\n");
            crawlers().ensure(s.spec().build());
            aws().iam()
                    .putPolicy(
                            s.role(),
                            "read",
                            PolicyDocument.empty().allow("*", "glue:*").json());
            var crawl = crawlers().run(s.crawler(), PATIENCE);
            assertThat(crawl.status()).isEqualTo(Crawl.Status.FAILED);
            assertThat(crawl.errorMessage()).isNotEmpty();
        });
    }

    @Test
    default void stopping_a_crawler_that_does_nothing_changes_nothing() throws InterruptedException {
        around(s -> {
            crawlers().ensure(s.spec().build());
            assertThat(crawlers().stop(s.crawler())).isFalse();
            crawlers().delete(s.crawler());
            crawlers().delete(s.crawler());
            assertThat(crawlers().find(s.crawler())).isEmpty();
        });
    }
}
