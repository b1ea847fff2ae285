package dev.cuesheet.localaws.internal.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cuesheet.localaws.RawClient;
import dev.cuesheet.localaws.RunningAws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

class HostileKeysTest {
    private static final List<String> KEYS = List.of(
            "a",
            "a/",
            "a/b",
            "a//b",
            "a/b/",
            "a/b/c",
            "/a",
            "/",
            "//",
            "A",
            "A/B",
            ".",
            "..",
            "../x",
            "../../etc/passwd",
            "a/../b",
            "./a",
            "...",
            "a.",
            "a ",
            " ",
            "%",
            "%%",
            "a%",
            "a%2F",
            "%2E%2E/x",
            "%+",
            "a%+/b",
            "\u0000",
            "a\u0000b",
            "\n",
            "\u007f",
            "é",
            "e\u0301",
            "😀/日本語",
            "\uffee",
            ".meta/x",
            ".tmp-1-1",
            ".lock",
            "con",
            "back\\slash",
            "c:\\x",
            "star*?\"<>|",
            "plus+and space",
            "q?a=b&c#d",
            "x".repeat(255),
            "x".repeat(256),
            "x".repeat(1024),
            "é".repeat(512),
            "y/" + "x".repeat(300) + "/z",
            "\u0001".repeat(1024));

    @TempDir
    Path home;

    private RunningAws aws;
    private S3Client s3;

    @BeforeEach
    void start() {
        aws = new RunningAws(home);
        s3 = aws.s3();
        s3.createBucket(r -> r.bucket("keys"));
    }

    @AfterEach
    void stop() {
        s3.close();
        aws.close();
    }

    @Test
    void every_key_has_an_object_of_its_own_whatever_the_order_of_writing() {
        for (int round = 0; round < 3; round++) {
            var keys = new ArrayList<>(KEYS);
            Collections.shuffle(keys, new Random(round));

            for (var key : keys) {
                s3.putObject(r -> r.bucket("keys").key(key), RequestBody.fromString("at " + key));
            }

            for (var key : keys) {
                assertThat(S3ObjectsTest.text(s3.getObject(r -> r.bucket("keys").key(key))))
                        .isEqualTo("at " + key);
            }
            assertThat(listed()).containsExactlyElementsOf(sorted(keys));
            Collections.shuffle(keys, new Random(-round));
            for (var key : keys) {
                s3.deleteObject(r -> r.bucket("keys").key(key));
            }
            assertThat(listed()).isEmpty();
        }
        assertThat(aws.bucketFolder("keys")).isEmptyDirectory();
    }

    @Test
    void no_key_leaves_the_folder_of_its_bucket() throws IOException {
        var outside = home.resolveSibling(home.getFileName() + "-outside");
        for (var key : KEYS) {
            s3.putObject(r -> r.bucket("keys").key(key), RequestBody.fromString("x"));
        }

        try (var files = Files.walk(home.resolve("s3"))) {
            assertThat(files.filter(Files::isRegularFile)
                            .filter(file -> !file.startsWith(home.resolve("s3/.meta")))
                            .filter(file -> !file.startsWith(aws.bucketFolder("keys"))))
                    .isEmpty();
        }
        assertThat(outside).doesNotExist();
        try (var top = Files.list(home)) {
            assertThat(top.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("s3", "owner.lock", "endpoint.json", "account.properties");
        }
    }

    @Test
    void keys_that_are_too_long_or_not_text_are_refused() throws IOException {
        var raw = new RawClient(aws.endpoint());

        assertThat(raw.send("PUT", "/keys/" + "x".repeat(1025)))
                .startsWith("HTTP/1.1 400")
                .contains("KeyTooLongError");
        assertThat(raw.sendUnsigned("GET", "/keys/%FF", java.util.Map.of(), new byte[0]))
                .startsWith("HTTP/1.1 400")
                .contains("InvalidURI");
    }

    private List<String> listed() {
        // Control characters are no XML, so such keys can be listed in their encoded form only, as on S3.
        return s3
                .listObjectsV2Paginator(
                        r -> r.bucket("keys").encodingType("url").maxKeys(7))
                .stream()
                .flatMap(page -> page.contents().stream())
                .map(object -> object.key())
                .toList();
    }

    private static List<String> sorted(List<String> keys) {
        var sorted = new ArrayList<>(keys);
        sorted.sort((left, right) -> java.util.Arrays.compareUnsigned(
                left.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                right.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        return sorted;
    }
}
