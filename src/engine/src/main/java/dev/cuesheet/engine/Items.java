package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.engine.internal.ItemSource;
import dev.cuesheet.engine.internal.ItemSource.Chained;
import dev.cuesheet.engine.internal.ItemSource.Changed;
import dev.cuesheet.engine.internal.ItemSource.Crossed;
import dev.cuesheet.engine.internal.ItemSource.ResultOf;
import dev.cuesheet.engine.internal.ItemSource.Written;
import dev.cuesheet.engine.internal.ItemSource.Zipped;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a task or a group of tasks is mapped over: a list written in the DAG, the result of a task, or what is made of
 * these. The functions that are handed in here are called in the attempt that the item is for, so what they throw fails
 * (or, a {@link TaskSkipped}, skips) that one index. Immutable.
 *
 * @param <T> one item
 */
public final class Items<T> {
    final ItemSource source;
    final List<TaskDraft> drafts;

    private Items(ItemSource source, List<TaskDraft> drafts) {
        this.source = source;
        this.drafts = drafts;
    }

    /** The items of a list that is known now. */
    public static <T> Items<T> of(List<? extends T> list) {
        return new Items<>(new Written(list), List.of());
    }

    /** The items of a task's result; of a mapped task, the results of its instances. */
    public static <T> Items<T> from(TaskHandle<? extends List<? extends T>> task) {
        return new Items<>(new ResultOf(task.id()), List.of(task.draft));
    }

    /** The entries of a task's result, in the map's order. */
    public static <K, V> Items<Map.Entry<K, V>> fromMap(TaskHandle<? extends Map<K, V>> task) {
        return new Items<>(new ResultOf(task.id()), List.of(task.draft));
    }

    /** What the function makes of each item; by throwing {@link TaskSkipped} it skips the instance of that item. */
    public <R> Items<R> map(Function<? super T, ? extends @Nullable R> function) {
        requireNonNull(function, "function");
        return new Items<>(new Changed(source, item -> function.apply(Items.<T>typed(item))), drafts);
    }

    /** These items and then those. */
    public Items<T> concat(Items<? extends T> more) {
        return new Items<>(new Chained(source, more.source), with(more));
    }

    /** The first of these with the first of those and so on, for as long as there are both. */
    public <U, R> Items<R> zip(Items<U> others, BiFunction<? super T, ? super U, ? extends R> combiner) {
        return new Items<>(new Zipped(source, others.source, null, untyped(combiner)), with(others));
    }

    /** The first of these with the first of those and so on, with something in place of what the shorter one lacks. */
    public <U, R> Items<R> zipFilling(
            Items<U> others, T missing, U otherMissing, BiFunction<? super T, ? super U, ? extends R> combiner) {
        var fill = new Zipped.Fill(missing, otherMissing);
        return new Items<>(new Zipped(source, others.source, fill, untyped(combiner)), with(others));
    }

    /** Each of these with each of those, of which those vary fastest. */
    public <U, R> Items<R> cross(Items<U> others, BiFunction<? super T, ? super U, ? extends R> combiner) {
        return new Items<>(new Crossed(source, others.source, untyped(combiner)), with(others));
    }

    /** As data. */
    TaskSpec.Mapping mapping() {
        if (source instanceof Written written) {
            return new TaskSpec.Mapping.OverItems(written.list().size());
        }
        if (source instanceof ResultOf result) {
            return new TaskSpec.Mapping.OverResult(result.taskId());
        }
        return new TaskSpec.Mapping.Over(source.describe(), List.copyOf(source.taskIds()));
    }

    private List<TaskDraft> with(Items<?> others) {
        return Stream.concat(drafts.stream(), others.drafts.stream()).distinct().toList();
    }

    private static <A, B> BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> untyped(
            BiFunction<? super A, ? super B, ?> combiner) {
        requireNonNull(combiner, "combiner");
        return (first, second) -> combiner.apply(Items.<A>typed(first), Items.<B>typed(second));
    }

    /** The sources' types guarantee what the engine has to carry untyped. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <V> V typed(@Nullable Object item) {
        return (V) item;
    }
}
