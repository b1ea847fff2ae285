package dev.cuesheet.engine;

import java.time.Duration;

/**
 * A group of tasks that runs once for each item of a list. Inside, the tasks of one item wait for each other and not for
 * those of other items; what is outside waits for all items.
 *
 * @param <T> the result of the group for one item
 */
public final class MappedTaskGroup<T> extends TaskGroup {
    private final MappedTaskHandle<T> results;

    MappedTaskGroup(GroupDraft draft, MappedTaskHandle<T> results) {
        super(draft);
        this.results = results;
    }

    /**
     * What the group comes to for each item, as an input for tasks outside of it: the results, in the order of the items,
     * of the task that its definition returned. Items without a result are absent.
     */
    public MappedTaskHandle<T> results() {
        return results;
    }

    @Override
    public MappedTaskGroup<T> tooltip(String text) {
        super.tooltip(text);
        return this;
    }

    @Override
    public MappedTaskGroup<T> withoutPrefix() {
        super.withoutPrefix();
        return this;
    }

    @Override
    public MappedTaskGroup<T> retries(Retries ofEveryTask) {
        super.retries(ofEveryTask);
        return this;
    }

    @Override
    public MappedTaskGroup<T> executionTimeout(Duration ofEveryTask) {
        super.executionTimeout(ofEveryTask);
        return this;
    }

    @Override
    public MappedTaskGroup<T> after(Upstream... upstream) {
        super.after(upstream);
        return this;
    }

    @Override
    public MappedTaskGroup<T> after(String... ids) {
        super.after(ids);
        return this;
    }
}
