package dev.cuesheet.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cuesheet.aws.S3Uri;
import dev.cuesheet.aws.glue.Crawl;
import dev.cuesheet.aws.glue.CrawlerSpec;
import dev.cuesheet.aws.iam.PolicyDocument;
import dev.cuesheet.aws.iam.RoleSpec;
import dev.cuesheet.engine.TaskFailure;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GlueCrawlerOperatorTest extends OnLocalAws {
    private String name = "";
    private String database = "";

    @BeforeEach
    void prepare() {
        name = unique("crawl");
        database = name.replace('-', '_');
        aws().s3().createBucketIfAbsent(name);
        aws().s3().writeText(S3Uri.ofBucket(name).child("raw/2024-05-01/event/a.csv"), "id,name\n1,Carmen\n2,Tosca\n");
        aws().iam().ensureRole(role(List.of("s3:*", "glue:*")));
    }

    private RoleSpec role(List<String> actions) {
        return RoleSpec.named(name)
                .assumedBy("glue.amazonaws.com")
                .inlinePolicy("work", PolicyDocument.empty().allow(actions, List.of("*")))
                .build();
    }

    private GlueCrawlerOperator operator() {
        return new GlueCrawlerOperator(
                aws().glueCrawlers(),
                CrawlerSpec.named(name)
                        .role(name)
                        .database(database)
                        .target(S3Uri.ofBucket(name).child("raw/{{ ds }}/"))
                        .build());
    }

    @Test
    void the_rendered_folder_is_crawled_and_its_tables_are_in_the_catalog() throws InterruptedException {
        var crawl = operator().execute(Attempt.first());
        assertThat(crawl.status()).isEqualTo(Crawl.Status.SUCCEEDED);
        var columns = new GlueCatalogCheckOperator(aws().glueCatalog(), database)
                .table("event", "id", "name")
                .execute(Attempt.first());
        assertThat(columns).containsEntry("event", List.of("id", "name"));
    }

    @Test
    void a_catalog_that_is_not_as_expected_is_told_with_all_its_faults() throws InterruptedException {
        operator().execute(Attempt.first());
        var check = new GlueCatalogCheckOperator(aws().glueCatalog(), database)
                .table("event", "id string", "name string")
                .table("sale", "id");
        assertThatExceptionOfType(TaskFailure.class)
                .isThrownBy(() -> check.execute(Attempt.first()))
                .withMessageContaining("table sale is missing")
                .withMessageContaining("table event has the columns [id bigint, name string]")
                .withMessageContaining("It has the tables [event]");
    }

    @Test
    void each_run_of_a_dag_crawls_anew() throws InterruptedException {
        var first = operator().execute(Attempt.first());
        var second = operator().execute(Attempt.first());
        assertThat(second.startedAt()).isAfter(first.startedAt());
    }

    @Test
    void a_crawl_that_succeeded_while_nobody_looked_is_the_result() throws InterruptedException {
        var attempt = Attempt.first();
        var crawl = operator().execute(attempt);
        assertThat(operator().execute(attempt.next())).isEqualTo(crawl);
    }

    @Test
    void a_process_killed_before_the_crawl_began_crawls_in_the_next_attempt() throws InterruptedException {
        operator().execute(Attempt.first());
        var attempt = Attempt.first();
        attempt.notes()
                .put(
                        "glue.crawl-mark",
                        aws().glueCrawlers().mark(name).newestStart().toString());
        var before = aws().glueCrawlers().mark(name);
        assertThat(operator().execute(attempt).startedAt()).isAfter(before.newestStart());
    }

    @Test
    void a_crawl_that_iam_refuses_fails_for_good_and_begins_anew_once_it_is_allowed() throws InterruptedException {
        operator().execute(Attempt.first());
        aws().iam().ensureRole(role(List.of("glue:*")));
        var attempt = Attempt.first();
        assertThatExceptionOfType(TaskFailure.class)
                .isThrownBy(() -> operator().execute(attempt))
                .satisfies(e -> assertThat(e.mayRetry()).isFalse())
                .withMessageContaining("crawl of \"%s\"".formatted(name))
                .withMessageContaining("FAILED");
        aws().iam().ensureRole(role(List.of("s3:*", "glue:*")));
        assertThat(operator().execute(attempt.next()).status()).isEqualTo(Crawl.Status.SUCCEEDED);
    }

    @Test
    void a_role_is_made_and_corrected() throws InterruptedException {
        var role = unique("role");
        var reads = new EnsureRoleOperator(
                aws().iam(),
                RoleSpec.named(role)
                        .assumedBy("glue.amazonaws.com")
                        .inlinePolicy(
                                "work", PolicyDocument.empty().allow("arn:aws:s3:::raw/{{ ds }}/*", "s3:GetObject"))
                        .build());
        var arn = reads.execute(Attempt.first());
        assertThat(arn).endsWith(":role/" + role);
        assertThat(aws().iam().findPolicy(role, "work").orElseThrow()).contains("raw/2024-05-01/*");
        aws().iam().deletePolicy(role, "work");
        assertThat(reads.execute(Attempt.first())).isEqualTo(arn);
        assertThat(aws().iam().findPolicy(role, "work")).isPresent();
    }
}
