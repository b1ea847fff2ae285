package dev.cuesheet.localaws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalAwsTest {
    @TempDir
    Path home;

    @Test
    void a_state_folder_has_one_owner_at_a_time_and_the_other_is_told_where_it_is() {
        try (var owner = LocalAws.builder().home(home).build().start()) {
            assertThatThrownBy(() -> LocalAws.builder().home(home).build().start())
                    .isInstanceOfSatisfying(LocalAwsInUseException.class, e -> {
                        assertThat(e.endpoint()).contains(owner.endpoint());
                        assertThat(e.pid()).hasValue(ProcessHandle.current().pid());
                    })
                    .hasMessageContaining(owner.endpoint().toString());
        }
        try (var next = LocalAws.builder().home(home).build().start()) {
            assertThat(next.endpoint()).isNotNull();
        }
    }

    @Test
    void what_a_killed_owner_left_behind_is_no_obstacle() throws IOException {
        Files.createDirectories(home.resolve("s3/.tmp"));
        Files.writeString(home.resolve("owner.lock"), "");
        Files.writeString(home.resolve("endpoint.json"), "{\"endpoint\": \"http://127.0.0.1:1\", \"pid\": 1}");
        var abandoned = home.resolve("s3/.tmp/.tmp-" + Long.MAX_VALUE + "-1");
        Files.writeString(abandoned, "half an object");

        try (var aws = LocalAws.builder().home(home).build().start()) {
            assertThat(home.resolve("endpoint.json"))
                    .content()
                    .contains(aws.endpoint().toString());
            assertThat(abandoned).doesNotExist();
        }
        assertThat(home.resolve("endpoint.json")).doesNotExist();
    }

    @Test
    void a_port_in_use_is_named_with_what_to_do() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> LocalAws.builder()
                            .home(home)
                            .port(taken.getLocalPort())
                            .build()
                            .start())
                    .isInstanceOf(LocalAwsException.class)
                    .hasMessageContaining("port " + taken.getLocalPort())
                    .hasMessageContaining("choose another port");
        }
        try (var aws = LocalAws.builder().home(home).build().start()) {
            assertThat(aws.endpoint()).isNotNull();
        }
    }

    @Test
    void the_state_of_one_account_is_not_taken_for_that_of_another() {
        LocalAws.builder().home(home).accountId("111111111111").build().start().close();

        assertThatThrownBy(() -> LocalAws.builder()
                        .home(home)
                        .accountId("222222222222")
                        .build()
                        .start())
                .isInstanceOf(LocalAwsException.class)
                .hasMessageContaining("belongs to account 111111111111");
    }

    @Test
    void the_operations_answered_are_known_before_anything_is_started() {
        var operations = LocalAws.builder().home(home).build().operations();

        assertThat(operations.get("s3")).contains("PutObject", "ListObjectsV2", "CompleteMultipartUpload");
        assertThat(operations.get("sts")).contains("GetCallerIdentity");
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void the_health_page_needs_no_signature() throws IOException {
        try (var aws = new RunningAws(home)) {
            assertThat(new RawClient(aws.endpoint()).sendUnsigned("GET", "/_cuesheet/health", Map.of(), new byte[0]))
                    .startsWith("HTTP/1.1 200")
                    .contains("\"status\":\"up\"")
                    .contains("\"s3\"");
        }
    }

    @Test
    void unknown_services_and_operations_are_answered_as_not_implemented() throws IOException {
        try (var aws = new RunningAws(home)) {
            var raw = new RawClient(aws.endpoint());

            assertThat(raw.sendUnsigned(
                            "POST", "/", Map.of("X-Amz-Target", "DynamoDB_20120810.ListTables"), new byte[0]))
                    .startsWith("HTTP/1.1 501")
                    .contains("NotImplemented")
                    .contains("ListTables");
            assertThat(raw.sendUnsigned("GET", "/?Action=DescribeRegions&Version=2016-11-15", Map.of(), new byte[0]))
                    .startsWith("HTTP/1.1 501")
                    .contains("DescribeRegions");
        }
    }

    @Test
    void the_bucket_may_stand_in_the_host_name() throws IOException {
        try (var aws = new RunningAws(home)) {
            var raw = new RawClient(aws.endpoint());
            raw.send("PUT", "/my.bucket");
            raw.send("PUT", "/my.bucket/folder/k", Map.of(), "found".getBytes(UTF_8));
            for (var host : new String[] {
                "my.bucket.localhost", "my.bucket.s3.localhost:4566", "my.bucket.s3.us-east-1.amazonaws.com"
            }) {
                assertThat(raw.send("GET", "/folder/k", Map.of("Host", host), new byte[0]))
                        .as(host)
                        .startsWith("HTTP/1.1 200")
                        .endsWith("found");
            }
        }
    }

    @Test
    void no_thread_keeps_the_program_alive() {
        try (var aws = new RunningAws(home);
                var s3 = aws.s3()) {
            s3.listBuckets();

            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().startsWith("local-aws")
                            || thread.getName().startsWith("HTTP-Dispatcher"))
                    .isNotEmpty()
                    .allMatch(Thread::isDaemon);
        }
    }
}
