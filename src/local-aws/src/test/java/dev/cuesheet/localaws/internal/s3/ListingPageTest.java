package dev.cuesheet.localaws.internal.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.io.TempDir;

class ListingPageTest {
    private static final Comparator<String> BYTES =
            (left, right) -> Arrays.compareUnsigned(left.getBytes(UTF_8), right.getBytes(UTF_8));
    private static final List<String> PIECES = List.of(
            "a",
            "b",
            "/",
            "/",
            "/",
            "-",
            ".",
            "0",
            "é",
            "\ud83d\ude00",
            "\uffee",
            "%",
            "A",
            "ab",
            "\u0001",
            "x".repeat(130));

    @TempDir
    Path home;

    @RepeatedTest(12)
    void pages_put_together_are_what_sorting_and_rolling_up_all_keys_gives(RepetitionInfo repetition)
            throws IOException {
        var random = new Random(repetition.getCurrentRepetition());
        var store = new ObjectStore(home, Clock.systemUTC());
        store.buckets().create("bucket");
        var keys = new TreeSet<String>(BYTES);
        for (int i = 0; i < 40; i++) {
            var key = text(random, 1 + random.nextInt(6));
            keys.add(key);
            write(store, key);
        }
        for (int i = 0; i < 5; i++) {
            var gone = List.copyOf(keys).get(random.nextInt(keys.size()));
            keys.remove(gone);
            store.delete("bucket", gone, WriteCondition.NONE);
        }
        for (int i = 0; i < 40; i++) {
            var prefix = random.nextInt(3) == 0 ? "" : text(random, random.nextInt(3));
            var delimiter = List.of("", "/", "/", "a", "ab", "é").get(random.nextInt(6));
            var after = random.nextInt(3) == 0 ? text(random, random.nextInt(4)) : "";

            assertThat(listed(store, prefix, delimiter, after, 1 + random.nextInt(8)))
                    .as("prefix <%s> delimiter <%s> after <%s>", prefix, delimiter, after)
                    .containsExactlyElementsOf(expected(keys, prefix, delimiter, after));
        }
    }

    private static List<String> listed(ObjectStore store, String prefix, String delimiter, String after, int most)
            throws IOException {
        var listed = new ArrayList<String>();
        var from = Optional.of(new ListingPage.Position(after, false));
        while (from.isPresent()) {
            var page = ListingPage.read(store, "bucket", prefix, delimiter, from.get(), most);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(most);
            page.items().forEach(item -> listed.add(item.text()));
            from = page.last();
        }
        return listed;
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

    static void write(ObjectStore store, String key) throws IOException {
        try (var staged = store.stage(Set.of())) {
            staged.write(key.getBytes(UTF_8));
            staged.finish();
            store.commit(
                    staged,
                    "bucket",
                    key,
                    WriteCondition.NONE,
                    at -> new ObjectMetadata(
                            staged.size(),
                            staged.etag(),
                            at,
                            ObjectMetadata.Attributes.NONE,
                            Map.of(),
                            Optional.empty(),
                            List.of()));
        }
    }

    private static String text(Random random, int pieces) {
        var text = new StringBuilder();
        for (int i = 0; i < pieces; i++) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }
}
