package dev.cuesheet.localaws.internal.s3;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a bucket's keys in listing order straight from its folders. Of each open folder it holds at most a page of
 * entries and reads the folder again for the next page, so memory stays small however many objects there are. Keys that
 * come or go meanwhile may or may not be seen. For one thread.
 */
final class KeyWalk {
    private static final int PAGE = 1024;

    private final KeyPlaces places;
    private final String prefix;
    private final String after;
    private final Deque<Level> open = new ArrayDeque<>();

    /** One file, or one folder: a folder's text ends in a slash, which sets its place among the files. */
    private record Entry(String text, Path path) {
        boolean isFolder() {
            return text.endsWith("/");
        }
    }

    /** A folder under way: the page of entries at hand, and where the next one begins. */
    private final class Level {
        private final String keyStart;
        private final Path folder;
        private final Deque<Entry> page = new ArrayDeque<>();
        private @Nullable String last;
        private boolean more = true;

        Level(String keyStart, Path folder) {
            this.keyStart = keyStart;
            this.folder = folder;
        }

        @Nullable
        Entry next() throws IOException {
            if (page.isEmpty() && more) {
                read();
            }
            var entry = page.poll();
            if (entry != null) {
                last = entry.text();
            }
            return entry;
        }

        private void read() throws IOException {
            var smallest =
                    new PriorityQueue<Entry>((left, right) -> KeyOrder.INSTANCE.compare(right.text(), left.text()));
            more = false;
            places.names().forEach(folder, (text, path) -> {
                var entry = isWanted(text) || isWanted(text + "/") ? entry(text, path) : null;
                if (entry != null && isWanted(entry.text())) {
                    smallest.add(entry);
                    if (smallest.size() > PAGE) {
                        smallest.poll();
                        more = true;
                    }
                }
            });
            var sorted = new ArrayList<>(smallest);
            sorted.sort((left, right) -> KeyOrder.INSTANCE.compare(left.text(), right.text()));
            Set<String> seen = new HashSet<>();
            sorted.removeIf(entry -> !seen.add(entry.text()));
            page.addAll(sorted);
        }

        private boolean isWanted(String text) {
            if (last != null && KeyOrder.INSTANCE.compare(text, last) <= 0) {
                return false;
            }
            var full = keyStart + text;
            if (text.endsWith("/")) {
                return (full.startsWith(prefix) || prefix.startsWith(full))
                        && (KeyOrder.INSTANCE.compare(full, after) > 0 || after.startsWith(full));
            }
            return full.startsWith(prefix) && KeyOrder.INSTANCE.compare(full, after) > 0;
        }
    }

    KeyWalk(KeyPlaces places, Path bucket, String prefix, String after) {
        this.places = places;
        this.prefix = prefix;
        this.after = after;
        var start = prefix.substring(0, prefix.lastIndexOf('/') + 1);
        open.push(new Level(start, places.folder(bucket, start)));
    }

    /** The next key, or null after the last. */
    @Nullable
    String next() throws IOException {
        while (!open.isEmpty()) {
            var level = open.peek();
            var entry = level.next();
            if (entry == null) {
                open.pop();
            } else if (entry.isFolder()) {
                open.push(new Level(level.keyStart + entry.text(), entry.path()));
            } else {
                return level.keyStart + entry.text();
            }
        }
        return null;
    }

    /** Leaves out what is still to come of the keys that start with the text, as far as whole folders can be left out. */
    void skip(String keyStart) {
        while (!open.isEmpty()
                && !open.peek().keyStart.isEmpty()
                && open.peek().keyStart.startsWith(keyStart)) {
            open.pop();
        }
    }

    /** Null for what is neither file nor folder. */
    private static @Nullable Entry entry(String text, Path path) {
        try {
            var attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                return new Entry(text + "/", path);
            }
            return attributes.isRegularFile() ? new Entry(text, path) : null;
        } catch (IOException e) {
            // gone since the folder was read
            return null;
        }
    }
}
