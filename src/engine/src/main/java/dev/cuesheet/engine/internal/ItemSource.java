package dev.cuesheet.engine.internal;

import java.util.AbstractList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a task or a group is mapped over: lists that are written in the DAG, results of tasks, and what becomes of these.
 * As Airflow's {@code expandinput.py} and {@code xcom_arg.py}. Immutable.
 */
public sealed interface ItemSource {

    /**
     * The items. How many there are is known without a mapping function being called; each item is made when it is asked
     * for, on the thread that asks, and again whenever it is.
     *
     * @param results gives the result of a task that is among the {@link #taskIds()}, null if it has none
     * @throws NotAListException when a result has no items
     */
    List<? extends @Nullable Object> items(Function<String, @Nullable Object> results);

    /** The tasks whose results it needs, in the order they were named. */
    Set<String> taskIds();

    /** For people: {@code zip(list_files, 3 items)}. */
    String describe();

    /** A result that there is nothing to map over in. */
    final class NotAListException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotAListException(String message) {
            super(message);
        }
    }

    /** A list that is written in the DAG. */
    record Written(List<?> list) implements ItemSource {
        public Written {
            list = List.copyOf(list);
        }

        @Override
        public List<? extends @Nullable Object> items(Function<String, @Nullable Object> results) {
            return list;
        }

        @Override
        public Set<String> taskIds() {
            return Set.of();
        }

        @Override
        public String describe() {
            return list.size() == 1 ? "1 item" : list.size() + " items";
        }
    }

    /** The result of a task: the items of a list, or the entries of a map. */
    record ResultOf(String taskId) implements ItemSource {
        @Override
        public List<? extends @Nullable Object> items(Function<String, @Nullable Object> results) {
            var result = results.apply(taskId);
            if (result instanceof List<?> list) {
                return list;
            }
            if (result instanceof Map<?, ?> map) {
                return List.copyOf(map.entrySet());
            }
            throw new NotAListException(
                    "there is nothing to map over: task \"%s\" has no list as its result".formatted(taskId));
        }

        @Override
        public Set<String> taskIds() {
            return Set.of(taskId);
        }

        @Override
        public String describe() {
            return taskId;
        }
    }

    /** What a function makes of each item. */
    record Changed(ItemSource source, Function<@Nullable Object, @Nullable Object> function) implements ItemSource {
        @Override
        public List<? extends @Nullable Object> items(Function<String, @Nullable Object> results) {
            var items = source.items(results);
            return new View(items.size(), index -> function.apply(items.get(index)));
        }

        @Override
        public Set<String> taskIds() {
            return source.taskIds();
        }

        @Override
        public String describe() {
            return "map(" + source.describe() + ")";
        }
    }

    /** The items of one source and then those of another. */
    record Chained(ItemSource first, ItemSource second) implements ItemSource {
        @Override
        public List<? extends @Nullable Object> items(Function<String, @Nullable Object> results) {
            var before = first.items(results);
            var after = second.items(results);
            int end = before.size();
            return new View(end + after.size(), index -> index < end ? before.get(index) : after.get(index - end));
        }

        @Override
        public Set<String> taskIds() {
            return union(first, second);
        }

        @Override
        public String describe() {
            return "concat(" + first.describe() + ", " + second.describe() + ")";
        }
    }

    /**
     * Item by item, as long as both have one.
     *
     * @param fill what stands in for the items that the shorter one lacks; null when the longer one's are left out
     */
    record Zipped(
            ItemSource first,
            ItemSource second,
            @Nullable Fill fill,
            BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> combiner)
            implements ItemSource {

        /** What stands in for items that are not there. */
        public record Fill(@Nullable Object first, @Nullable Object second) {}

        @Override
        public List<? extends @Nullable Object> items(Function<String, @Nullable Object> results) {
            var left = first.items(results);
            var right = second.items(results);
            if (fill == null) {
                return new View(
                        Math.min(left.size(), right.size()),
                        index -> combiner.apply(left.get(index), right.get(index)));
            }
            return new View(
                    Math.max(left.size(), right.size()),
                    index -> combiner.apply(
                            index < left.size() ? left.get(index) : fill.first,
                            index < right.size() ? right.get(index) : fill.second));
        }

        @Override
        public Set<String> taskIds() {
            return union(first, second);
        }

        @Override
        public String describe() {
            return "zip(" + first.describe() + ", " + second.describe() + ")";
        }
    }

    /** Each item of one source with each of another, of which the second varies fastest. */
    record Crossed(
            ItemSource first,
            ItemSource second,
            BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> combiner)
            implements ItemSource {
        @Override
        public List<? extends @Nullable Object> items(Function<String, @Nullable Object> results) {
            var slow = first.items(results);
            var fast = second.items(results);
            int each = fast.size();
            return new View(
                    Math.multiplyExact(slow.size(), each),
                    index -> combiner.apply(slow.get(index / each), fast.get(index % each)));
        }

        @Override
        public Set<String> taskIds() {
            return union(first, second);
        }

        @Override
        public String describe() {
            return "cross(" + first.describe() + ", " + second.describe() + ")";
        }
    }

    private static Set<String> union(ItemSource first, ItemSource second) {
        return Stream.of(first.taskIds(), second.taskIds())
                .flatMap(Collection::stream)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** A list whose items are made when they are asked for. */
    final class View extends AbstractList<@Nullable Object> {
        private final int size;
        private final IntFunction<@Nullable Object> item;

        public View(int size, IntFunction<@Nullable Object> item) {
            this.size = size;
            this.item = item;
        }

        @Override
        public @Nullable Object get(int index) {
            Objects.checkIndex(index, size);
            return item.apply(index);
        }

        @Override
        public int size() {
            return size;
        }
    }
}
