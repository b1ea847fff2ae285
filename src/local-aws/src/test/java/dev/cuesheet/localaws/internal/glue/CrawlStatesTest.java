package dev.cuesheet.localaws.internal.glue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cuesheet.localaws.internal.crawler.ObjectsInMemory;
import dev.cuesheet.localaws.internal.iam.Account;
import dev.cuesheet.localaws.internal.iam.Identities;
import dev.cuesheet.localaws.internal.iam.ResourcePolicies;
import dev.cuesheet.localaws.internal.state.Json;
import dev.cuesheet.localaws.internal.wire.AwsError;
import dev.cuesheet.localaws.internal.wire.QueryParameters;
import dev.cuesheet.localaws.internal.wire.XmlElement;
import dev.cuesheet.localaws.spi.ObjectAccess;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A crawler's states, with S3 held still so that a crawl can be met while it runs. */
class CrawlStatesTest {
    @TempDir
    Path home;

    private final Gate gate = new Gate(new ObjectsInMemory().put("t/a.csv", "id,price\n1,2.5\n"));
    private GlueService glue;

    @BeforeEach
    void furnish() {
        iam("CreateRole", Map.of("RoleName", "crawler", "AssumeRolePolicyDocument", GlueAws.TRUST));
        iam(
                "AttachRolePolicy",
                Map.of("RoleName", "crawler", "PolicyArn", "arn:aws:iam::aws:policy/service-role/AWSGlueServiceRole"));
        glue = open();
        call("CreateCrawler", """
                {"Name": "c", "Role": "crawler", "DatabaseName": "lake", "Targets": {"S3Targets": [{"Path": "s3://raw/t/"}]}}""");
    }

    @AfterEach
    void close() {
        gate.open();
        glue.close();
    }

    @Test
    void a_second_start_is_refused_and_a_stop_leaves_the_catalog_untouched() {
        start();

        refused("StartCrawler", "CrawlerRunningException", "Crawler with name c has already started");
        refused("DeleteCrawler", "CrawlerRunningException", "running");
        assertThat(crawler().path("State").asString()).isEqualTo("RUNNING");

        named("StopCrawler");
        assertThat(crawler().path("State").asString()).isEqualTo("STOPPING");
        refused("StopCrawler", "CrawlerStoppingException", "stopping");
        refused("StartCrawler", "CrawlerRunningException", "already started");

        gate.open();
        untilReady();
        assertThat(crawler().path("LastCrawl").path("Status").asString()).isEqualTo("CANCELLED");
        assertThat(call("GetDatabases", "{}").path("DatabaseList")).isEmpty();
        assertThat(named("StartCrawler").isEmpty()).isTrue();
        untilReady();
        assertThat(crawler().path("LastCrawl").path("Status").asString()).isEqualTo("SUCCEEDED");
    }

    @Test
    void a_crawl_that_is_to_be_seen_running_lasts_until_a_stop_ends_it_at_once() {
        glue.close();
        glue = open(Duration.ofDays(1));
        named("StartCrawler");
        assertThat(crawler().path("State").asString()).isEqualTo("RUNNING");

        named("StopCrawler");
        untilReady();

        assertThat(crawler().path("LastCrawl").path("Status").asString()).isEqualTo("CANCELLED");
    }

    @Test
    void a_crawl_that_its_process_did_not_survive_has_failed() {
        start();

        // Another process takes the folder while the first one, as good as dead, holds still.
        try (var after = open()) {
            var crawler = after.handle(
                            "GetCrawler",
                            json("{\"Name\": \"c\"}"),
                            Account.standard().root())
                    .path("Crawler");

            assertThat(crawler.path("State").asString()).isEqualTo("READY");
            assertThat(crawler.path("LastCrawl").path("Status").asString()).isEqualTo("FAILED");
            assertThat(crawler.path("LastCrawl").path("ErrorMessage").asString())
                    .contains("Start the crawler again");
        }
    }

    @Test
    void a_role_that_lost_the_trust_of_glue_fails_the_crawl() {
        gate.open();
        iam(
                "UpdateAssumeRolePolicy",
                Map.of(
                        "RoleName",
                        "crawler",
                        "PolicyDocument",
                        GlueAws.TRUST.replace("glue.amazonaws.com", "redshift.amazonaws.com")));

        named("StartCrawler");
        untilReady();

        assertThat(crawler().path("LastCrawl").path("Status").asString()).isEqualTo("FAILED");
        assertThat(crawler().path("LastCrawl").path("ErrorMessage").asString()).contains("trust policy");
    }

    @Test
    void a_role_without_rights_on_the_catalog_fails_the_crawl() {
        gate.open();
        iam(
                "DetachRolePolicy",
                Map.of("RoleName", "crawler", "PolicyArn", "arn:aws:iam::aws:policy/service-role/AWSGlueServiceRole"));

        named("StartCrawler");
        untilReady();

        assertThat(crawler().path("LastCrawl").path("ErrorMessage").asString()).contains("glue:GetDatabase");
    }

    private void start() {
        named("StartCrawler");
        gate.awaitVisitor();
    }

    private void untilReady() {
        while (!crawler().path("State").asString().equals("READY")) {
            Thread.onSpinWait();
        }
    }

    private JsonNode crawler() {
        return named("GetCrawler").path("Crawler");
    }

    private void refused(String operation, String code, String message) {
        assertThatThrownBy(() -> named(operation)).isInstanceOfSatisfying(AwsError.class, error -> {
            assertThat(error.code()).isEqualTo(code);
            assertThat(error).hasMessageContaining(message);
        });
    }

    private JsonNode named(String operation) {
        return call(operation, "{\"Name\": \"c\"}");
    }

    private JsonNode call(String operation, String input) {
        return glue.handle(operation, json(input), Account.standard().root());
    }

    private static ObjectNode json(String text) {
        return (ObjectNode) Json.mapper().readTree(text);
    }

    private void iam(String operation, Map<String, String> fields) {
        identities()
                .iam()
                .handle(
                        operation,
                        new QueryParameters(fields),
                        Account.standard().root(),
                        new XmlElement("Result"));
    }

    private Identities identities() {
        return Identities.open(home, Account.standard(), ResourcePolicies.none(), Clock.systemUTC());
    }

    private GlueService open() {
        return open(Duration.ZERO);
    }

    private GlueService open(Duration shortestCrawl) {
        return new GlueService(new GlueService.Surroundings(
                home, identities(), caller -> gate, Optional::empty, shortestCrawl, Clock.systemUTC()));
    }

    /** Lets nobody list before it is opened. */
    private static final class Gate implements ObjectAccess {
        private final ObjectAccess behind;
        private final CountDownLatch visited = new CountDownLatch(1);
        private final CountDownLatch opened = new CountDownLatch(1);

        Gate(ObjectAccess behind) {
            this.behind = behind;
        }

        void open() {
            opened.countDown();
        }

        void awaitVisitor() {
            await(visited);
        }

        private static void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public Stream<StoredObject> list(String bucket, String prefix) {
            visited.countDown();
            await(opened);
            return behind.list(bucket, prefix);
        }

        @Override
        public Optional<StoredObject> find(String bucket, String key) {
            return behind.find(bucket, key);
        }

        @Override
        public InputStream open(String bucket, String key, long offset) throws java.io.IOException {
            return behind.open(bucket, key, offset);
        }

        @Override
        public Path file(String bucket, String key) throws java.io.IOException {
            return behind.file(bucket, key);
        }

        @Override
        public Upload upload(String bucket, String key) throws java.io.IOException {
            return behind.upload(bucket, key);
        }

        @Override
        public void delete(String bucket, String key) throws java.io.IOException {
            behind.delete(bucket, key);
        }
    }
}
