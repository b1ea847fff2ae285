package dev.cuesheet.aws.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cuesheet.aws.AwsException;
import dev.cuesheet.aws.AwsException.Reason;
import dev.cuesheet.aws.S3Uri;
import dev.cuesheet.aws.s3.S3Object;
import dev.cuesheet.aws.s3.S3Store;
import dev.cuesheet.aws.s3.UploadOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link S3Store} does on every S3. */
interface S3Contract extends Backend {

    default S3Store s3() {
        return aws().s3();
    }

    /** Gives the body a bucket of its own, and removes it with what is in it. */
    default void inBucket(Consumer<S3Uri> body) {
        var bucket = S3Uri.ofBucket(unique("s3"));
        s3().createBucketIfAbsent(bucket.bucket());
        try {
            body.accept(bucket);
        } finally {
            s3().deleteAll(bucket);
            s3().deleteBucket(bucket.bucket());
        }
    }

    @Test
    default void a_bucket_is_made_once_and_found_until_it_is_deleted() {
        var bucket = unique("once");
        assertThat(s3().bucketExists(bucket)).isFalse();
        assertThat(s3().createBucketIfAbsent(bucket)).isTrue();
        assertThat(s3().createBucketIfAbsent(bucket)).isFalse();
        assertThat(s3().bucketExists(bucket)).isTrue();
        assertThat(s3().listBuckets()).contains(bucket);
        s3().deleteBucket(bucket);
        s3().deleteBucket(bucket);
        assertThat(s3().bucketExists(bucket)).isFalse();
    }

    @Test
    default void what_is_written_is_read_found_and_deleted() {
        inBucket(bucket -> {
            var uri = bucket.child("folder/täg & co+1 %.txt");
            assertThat(s3().find(uri)).isEmpty();
            s3().writeText(uri, "grüße\n");
            assertThat(s3().readText(uri)).isEqualTo("grüße\n");
            assertThat(s3().get(uri).size()).isEqualTo("grüße\n".getBytes(UTF_8).length);
            assertThat(s3().list(bucket).map(S3Object::uri)).containsExactly(uri);
            s3().delete(uri);
            s3().delete(uri);
            assertThat(s3().exists(uri)).isFalse();
        });
    }

    @Test
    default void an_object_that_is_not_there_is_named_when_it_is_read() {
        inBucket(bucket -> assertThatExceptionOfType(AwsException.class)
                .isThrownBy(() -> s3().readText(bucket.child("nothing")))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.NOT_FOUND))
                .satisfies(e -> assertThat(e.errorCode()).contains("NoSuchKey"))
                .satisfies(e -> assertThat(e.requestId()).isPresent())
                .withMessageContaining(bucket.child("nothing").toString()));
    }

    @Test
    default void a_bucket_that_is_not_there_is_told_apart_from_an_empty_one() {
        inBucket(bucket -> assertThat(s3().list(bucket)).isEmpty());
        var missing = S3Uri.ofBucket(unique("missing"));
        assertThatExceptionOfType(AwsException.class)
                .isThrownBy(() -> s3().list(missing).toList())
                .satisfies(e -> assertThat(e.errorCode()).contains("NoSuchBucket"));
    }

    @Test
    default void a_listing_is_complete_across_pages_and_in_byte_order() {
        inBucket(bucket -> {
            var keys = IntStream.range(0, 1005).mapToObj("p/%04d"::formatted).toList();
            keys.parallelStream().forEach(key -> s3().write(bucket.child(key), new byte[] {1}));
            s3().write(bucket.child("q"), new byte[0]);
            assertThat(s3().list(bucket.child("p/")).map(o -> o.uri().key())).containsExactlyElementsOf(keys);
            assertThat(s3().listFolders(bucket)).containsExactly(bucket.child("p/"));
            assertThat(s3().deleteAll(bucket.child("p/"))).isEqualTo(1005);
            assertThat(s3().list(bucket).map(o -> o.uri().key())).containsExactly("q");
        });
    }

    @Test
    default void keys_are_listed_in_the_order_of_their_bytes() {
        inBucket(bucket -> {
            var keys = new String[] {"B", "a", "a b", "a/b", "ä", "\uFF5Ex", "\uD83D\uDE00"};
            for (var key : keys) {
                s3().writeText(bucket.child(key), key);
            }
            assertThat(s3().list(bucket).map(o -> o.uri().key())).containsExactly(keys);
        });
    }

    @Test
    default void writing_if_absent_never_replaces() {
        inBucket(bucket -> {
            var uri = bucket.child("lock");
            assertThat(s3().writeIfAbsent(uri, "first".getBytes(UTF_8))).isTrue();
            assertThat(s3().writeIfAbsent(uri, "second".getBytes(UTF_8))).isFalse();
            assertThat(s3().readText(uri)).isEqualTo("first");
        });
    }

    @Test
    default void a_copy_holds_the_same_and_survives_the_original() {
        inBucket(bucket -> {
            var from = bucket.child("a b+c/ü.txt");
            var to = bucket.child("copy of/ü.txt");
            s3().writeText(from, "content");
            s3().copy(from, to);
            s3().delete(from);
            assertThat(s3().readText(to)).isEqualTo("content");
        });
    }

    @Test
    default void an_upload_tells_its_progress_and_a_download_gives_the_same_bytes(@TempDir Path folder) {
        inBucket(bucket -> {
            var file = randomFile(folder.resolve("up.bin"), 300_000);
            var uri = bucket.child("up.bin");
            var told = new ArrayList<Long>();
            var object = s3().upload(file, uri, UploadOptions.replacing().reportingTo((done, total) -> {
                assertThat(total).isEqualTo(300_000);
                told.add(done);
            }));
            assertThat(object.size()).isEqualTo(300_000);
            assertThat(told).isSorted().last().isEqualTo(300_000L);
            assertThat(s3().holdsContentOf(object, file)).isTrue();
            s3().download(uri, folder.resolve("sub/down.bin"));
            assertThat(folder.resolve("sub/down.bin")).hasSameBinaryContentAs(file);
            assertThat(folder.resolve("sub")).isDirectoryNotContaining("glob:**.part");
        });
    }

    @Test
    default void a_file_longer_than_a_part_goes_in_parts_and_is_recognized_again(@TempDir Path folder) {
        inBucket(bucket -> {
            var file = randomFile(folder.resolve("long.bin"), (11 << 20) + 17);
            var uri = bucket.child("long.bin");
            var told = new ArrayList<Long>();
            var options = UploadOptions.ifAbsent().inPartsOf(5 << 20).reportingTo((done, total) -> told.add(done));
            var object = s3().upload(file, uri, options);
            assertThat(object.etag()).endsWith("-3");
            assertThat(told).isSorted().last().isEqualTo((11L << 20) + 17);
            assertThat(s3().holdsContentOf(object, file)).isTrue();
            assertThatExceptionOfType(AwsException.class)
                    .isThrownBy(() -> s3().upload(file, uri, options))
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.ALREADY_EXISTS));
            s3().download(uri, folder.resolve("down.bin"));
            assertThat(folder.resolve("down.bin")).hasSameBinaryContentAs(file);
        });
    }

    @Test
    default void a_changed_byte_is_noticed_without_a_download(@TempDir Path folder) {
        inBucket(bucket -> {
            var file = randomFile(folder.resolve("a.bin"), 1000);
            var object = s3().upload(file, bucket.child("a.bin"));
            var changed = read(file);
            changed[500]++;
            assertThat(s3().holdsContentOf(object, write(folder.resolve("b.bin"), changed)))
                    .isFalse();
            assertThat(s3().holdsContentOf(object, write(folder.resolve("c.bin"), new byte[0])))
                    .isFalse();
        });
    }

    @Test
    default void an_empty_file_is_an_object(@TempDir Path folder) {
        inBucket(bucket -> {
            var file = write(folder.resolve("empty"), new byte[0]);
            var object = s3().upload(file, bucket.child("empty"));
            assertThat(object.size()).isZero();
            assertThat(s3().holdsContentOf(object, file)).isTrue();
        });
    }

    private static Path randomFile(Path file, int size) {
        var bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return write(file, bytes);
    }

    private static Path write(Path file, byte[] bytes) {
        try {
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
