package dev.cuesheet.localaws.internal.s3;

import dev.cuesheet.localaws.internal.s3.ObjectStore.Found;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One page of a listing: objects, and what lies behind a delimiter rolled up to common prefixes, together in order.
 *
 * @param last where the page ends, when there is more
 */
record ListingPage(List<Item> items, Optional<Position> last) {

    /** An object, or a common prefix without one. */
    record Item(String text, @Nullable ObjectMetadata metadata) {
        boolean isPrefix() {
            return metadata == null;
        }
    }

    /**
     * A place in a listing.
     *
     * @param text everything up to it has been seen
     * @param isPrefix whether everything that starts with it has been seen too
     */
    record Position(String text, boolean isPrefix) {
        static final Position START = new Position("", false);

        private boolean covers(String key) {
            return isPrefix && key.startsWith(text);
        }
    }

    /** @param delimiter empty for none */
    static ListingPage read(ObjectStore store, String bucket, String prefix, String delimiter, Position after, int most)
            throws IOException {
        var items = new ArrayList<Item>();
        if (most == 0) {
            return new ListingPage(items, Optional.empty());
        }
        var walk = store.keys(bucket, prefix, after.text());
        var rolledUp = after;
        for (var key = walk.next(); key != null; key = walk.next()) {
            if (rolledUp.covers(key)) {
                walk.skip(rolledUp.text());
                continue;
            }
            var item = item(store, bucket, prefix, delimiter, key);
            if (item == null) {
                continue;
            }
            if (items.size() == most) {
                var end = items.get(most - 1);
                return new ListingPage(items, Optional.of(new Position(end.text(), end.isPrefix())));
            }
            items.add(item);
            if (item.isPrefix()) {
                rolledUp = new Position(item.text(), true);
                walk.skip(item.text());
            }
        }
        return new ListingPage(items, Optional.empty());
    }

    /** Null when the object has gone since its key was read. */
    private static @Nullable Item item(ObjectStore store, String bucket, String prefix, String delimiter, String key)
            throws IOException {
        int cut = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
        if (cut >= 0) {
            return new Item(key.substring(0, cut + delimiter.length()), null);
        }
        return store.find(bucket, key)
                .map(Found::metadata)
                .map(metadata -> new Item(key, metadata))
                .orElse(null);
    }
}
