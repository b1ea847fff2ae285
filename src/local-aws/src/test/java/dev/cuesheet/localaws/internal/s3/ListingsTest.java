package dev.cuesheet.localaws.internal.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cuesheet.localaws.RunningAws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;

class ListingsTest {
    private static final Comparator<String> BYTES =
            (left, right) -> Arrays.compareUnsigned(left.getBytes(UTF_8), right.getBytes(UTF_8));
    private static final List<String> PIECES =
            List.of("a", "b", "/", "/", "-", ".", "0", "é", "\ud83d\ude00", "\uffee", "%", "A", "ab", "x".repeat(130));

    @TempDir
    Path home;

    private RunningAws aws;
    private S3Client s3;

    @BeforeEach
    void start() {
        aws = new RunningAws(home);
        s3 = aws.s3();
        s3.createBucket(r -> r.bucket("bucket"));
    }

    @AfterEach
    void stop() {
        s3.close();
        aws.close();
    }

    @RepeatedTest(2)
    void a_listing_is_what_sorting_and_cutting_all_keys_gives(RepetitionInfo repetition) throws IOException {
        var random = new Random(repetition.getCurrentRepetition());
        var keys = new TreeSet<String>(BYTES);
        for (int i = 0; i < 60; i++) {
            keys.add(text(random, 1 + random.nextInt(6)));
        }
        for (var key : keys) {
            write(key);
        }
        for (int i = 0; i < 12; i++) {
            var prefix = random.nextInt(3) == 0 ? "" : text(random, random.nextInt(3));
            var delimiter = List.of("", "/", "/", "a", "ab", "é").get(random.nextInt(6));
            var after = random.nextInt(3) == 0 ? text(random, random.nextInt(4)) : "";
            int page = 1 + random.nextInt(8);

            var pages = s3.listObjectsV2Paginator(ListObjectsV2Request.builder()
                    .bucket("bucket")
                    .prefix(prefix)
                    .delimiter(delimiter.isEmpty() ? null : delimiter)
                    .startAfter(after.isEmpty() ? null : after)
                    .maxKeys(page)
                    .build());
            var listed = new ArrayList<String>();
            for (var answer : pages) {
                var items = new TreeSet<String>(BYTES);
                answer.contents().forEach(object -> items.add(object.key()));
                answer.commonPrefixes().forEach(common -> items.add(common.prefix()));
                assertThat(items).hasSizeLessThanOrEqualTo(page).hasSize(answer.keyCount());
                listed.addAll(items);
            }

            assertThat(listed)
                    .as("prefix <%s> delimiter <%s> after <%s>", prefix, delimiter, after)
                    .containsExactlyElementsOf(expected(keys, prefix, delimiter, after));
        }
    }

    private static List<String> expected(TreeSet<String> keys, String prefix, String delimiter, String after) {
        return keys.stream()
                .filter(key -> key.startsWith(prefix) && BYTES.compare(key, after) > 0)
                .map(key -> {
                    int cut = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
                    return cut < 0 ? key : key.substring(0, cut + delimiter.length());
                })
                .distinct()
                .toList();
    }

    @Test
    void the_first_version_pages_by_markers() throws IOException {
        for (var key : List.of("a/1", "a/2", "b", "c/1", "d")) {
            write(key);
        }
        var seen = new ArrayList<String>();
        String marker = null;
        do {
            var from = marker;
            var page = s3.listObjects(
                    r -> r.bucket("bucket").delimiter("/").marker(from).maxKeys(1));
            page.contents().forEach(object -> seen.add(object.key()));
            page.commonPrefixes().forEach(common -> seen.add(common.prefix()));
            marker = page.isTruncated() ? page.nextMarker() : null;
        } while (marker != null);

        assertThat(seen).containsExactly("a/", "b", "c/", "d");
        assertThat(s3.listObjectVersions(r -> r.bucket("bucket")).versions())
                .extracting(v -> v.key() + " " + v.versionId())
                .containsExactly("a/1 null", "a/2 null", "b null", "c/1 null", "d null");
    }

    @Test
    void a_folder_larger_than_a_page_of_the_walk_is_listed_whole_and_in_order() throws IOException {
        var folder = Files.createDirectories(aws.bucketFolder("bucket").resolve("many"));
        for (int i = 0; i < 2600; i++) {
            Files.writeString(folder.resolve("%05d".formatted(i)), "");
        }

        var listed = s3.listObjectsV2Paginator(r -> r.bucket("bucket").prefix("many/")).contents().stream()
                .map(object -> object.key())
                .toList();

        assertThat(listed).hasSize(2600).isSorted().startsWith("many/00000").endsWith("many/02599");
        assertThat(s3.listObjectsV2(r -> r.bucket("bucket").delimiter("/")).commonPrefixes())
                .extracting(p -> p.prefix())
                .containsExactly("many/");
    }

    private void write(String key) throws IOException {
        s3.putObject(r -> r.bucket("bucket").key(key), software.amazon.awssdk.core.sync.RequestBody.empty());
    }

    private static String text(Random random, int pieces) {
        var text = new StringBuilder();
        for (int i = 0; i < pieces; i++) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }
}
