package dev.cuesheet.localaws.internal.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectStoreTest {
    /** Keys that want each other's place: files where others need folders. */
    private static final List<String> KEYS = List.of("a", "a/b", "a/b/c", "a/", "x", "a//b", "dir/f", "dir");

    @TempDir
    Path folder;

    @Test
    void processes_that_write_read_and_delete_the_same_keys_never_see_half_of_anything() throws Exception {
        var store = new ObjectStore(folder, Clock.systemUTC());
        store.buckets().create("bucket");
        var processes = new ArrayList<Process>();
        for (int i = 0; i < 2; i++) {
            processes.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            ObjectStoreTest.class.getName(),
                            folder.toString(),
                            Integer.toString(i))
                    .redirectErrorStream(true)
                    .redirectOutput(new File(folder.toFile(), "." + i + ".log"))
                    .start());
        }
        disturb(folder, 7);
        for (int i = 0; i < processes.size(); i++) {
            assertThat(processes.get(i).waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(processes.get(i).exitValue()).withFailMessage(this::log).isZero();
        }
        for (var key : KEYS) {
            store.delete("bucket", key, WriteCondition.NONE);
        }
        assertThat(folder.resolve("bucket")).isEmptyDirectory();
    }

    private String log() {
        try {
            return Files.readString(folder.resolve(".0.log")) + Files.readString(folder.resolve(".1.log"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** One of the processes. */
    public static void main(String[] arguments) throws Exception {
        disturb(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
    }

    private static void disturb(Path folder, int seed) throws Exception {
        var store = new ObjectStore(folder, Clock.systemUTC());
        var threads = Executors.newFixedThreadPool(3);
        try {
            var work = IntStream.range(0, 3)
                    .<Callable<Void>>mapToObj(thread -> () -> {
                        var random = new Random(seed * 31L + thread);
                        for (int i = 0; i < 250; i++) {
                            step(store, KEYS.get(random.nextInt(KEYS.size())), random);
                        }
                        return null;
                    })
                    .toList();
            for (var done : threads.invokeAll(work)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void step(ObjectStore store, String key, Random random) throws IOException {
        int choice = random.nextInt(10);
        if (choice < 4) {
            write(store, key, (key + "|" + random.nextLong()).repeat(1 + random.nextInt(300)));
        } else if (choice < 5) {
            store.delete("bucket", key, WriteCondition.NONE);
        } else if (choice < 6) {
            ListingPage.read(store, "bucket", "", "", ListingPage.Position.START, 100);
        } else {
            read(store, key);
        }
    }

    private static void write(ObjectStore store, String key, String content) throws IOException {
        try (var staged = store.stage(Set.of())) {
            staged.write(content.getBytes(UTF_8));
            staged.finish();
            var attributes = new ObjectMetadata.Attributes(Map.of(), Map.of("key", key));
            store.commit(
                    staged,
                    "bucket",
                    key,
                    WriteCondition.NONE,
                    at -> new ObjectMetadata(
                            staged.size(), staged.etag(), at, attributes, Map.of(), Optional.empty(), List.of()));
        }
    }

    private static void read(ObjectStore store, String key) throws IOException {
        var opened = store.open("bucket", key);
        if (opened.isEmpty()) {
            return;
        }
        try (var object = opened.get()) {
            var bytes = Channels.newInputStream(object.bytes()).readAllBytes();
            var md5 = HexFormat.of().formatHex(ChecksumAlgorithm.digest("MD5").digest(bytes));
            assertThat(md5).isEqualTo(object.metadata().etag());
            assertThat(new String(bytes, UTF_8)).startsWith(key + "|");
            assertThat(object.metadata().attributes().user()).containsEntry("key", key);
        }
    }

    @Test
    void a_process_that_dies_between_metadata_and_bytes_leaves_the_old_object_as_it_was() throws IOException {
        var store = new ObjectStore(folder, Clock.systemUTC());
        store.buckets().create("bucket");
        write(store, "k", "k|old");
        var before = store.find("bucket", "k").orElseThrow().metadata();
        var bytes = folder.resolve("bucket/k");
        var old = Files.copy(bytes, folder.resolve("old"), StandardCopyOption.COPY_ATTRIBUTES);
        write(store, "k", "k|new");

        // As it was just before the new bytes took their place.
        Files.move(old, bytes, StandardCopyOption.REPLACE_EXISTING);

        assertThat(store.find("bucket", "k").orElseThrow().metadata()).isEqualTo(before);
    }

    @Test
    void a_bucket_that_goes_away_during_a_write_takes_the_write_with_it() throws IOException {
        var store = new ObjectStore(folder, Clock.systemUTC());
        store.buckets().create("bucket");
        store.buckets().delete("bucket");

        assertThatThrownBy(() -> write(store, "k", "k|late")).hasMessageContaining("bucket does not exist");

        assertThat(folder.resolve("bucket")).doesNotExist();
        assertThat(folder.resolve(".tmp")).isEmptyDirectory();
    }
}
