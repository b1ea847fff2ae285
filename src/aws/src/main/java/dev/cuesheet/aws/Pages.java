package dev.cuesheet.aws;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads a listing that comes in pages as one stream, fetching a page when the stream gets there. */
public final class Pages {

    /** One page; {@code next} is the token of the following page, null or empty on the last. */
    public record Page<T>(List<T> items, @Nullable String next) {}

    private Pages() {}

    /** @param fetch fetches the page of a token; the first page's token is null */
    public static <T> Stream<T> stream(Function<@Nullable String, Page<T>> fetch) {
        var items = new Items<>(fetch);
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(items, Spliterator.ORDERED | Spliterator.NONNULL), false);
    }

    private static final class Items<T> implements Iterator<T> {
        private final Function<@Nullable String, Page<T>> fetch;
        private @Nullable Iterator<T> page;
        private @Nullable String next;

        Items(Function<@Nullable String, Page<T>> fetch) {
            this.fetch = fetch;
        }

        @Override
        public boolean hasNext() {
            // A page may be empty and still have a successor.
            while (page == null || !page.hasNext()) {
                if (page != null && (next == null || next.isEmpty())) {
                    return false;
                }
                var fetched = fetch.apply(next);
                page = fetched.items().iterator();
                next = fetched.next();
            }
            return true;
        }

        @Override
        public T next() {
            if (!hasNext() || page == null) {
                throw new NoSuchElementException();
            }
            return page.next();
        }
    }
}
