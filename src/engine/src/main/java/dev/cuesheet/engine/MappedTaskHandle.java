package dev.cuesheet.engine;

import java.time.Duration;
import java.util.List;

/**
 * A task that runs once for each item of a list. As an input it is the list of the results in the order of the items;
 * items whose instance was skipped or had no result are absent.
 *
 * @param <T> the result for one item
 */
public final class MappedTaskHandle<T> extends TaskHandle<List<T>> {

    MappedTaskHandle(TaskDraft draft) {
        super(draft);
    }

    @Override
    public MappedTaskHandle<T> after(Upstream... upstream) {
        super.after(upstream);
        return this;
    }

    @Override
    public MappedTaskHandle<T> after(String... ids) {
        super.after(ids);
        return this;
    }

    @Override
    public MappedTaskHandle<T> retries(Retries retries) {
        super.retries(retries);
        return this;
    }

    @Override
    public MappedTaskHandle<T> executionTimeout(Duration timeout) {
        super.executionTimeout(timeout);
        return this;
    }

    @Override
    public MappedTaskHandle<T> asSetup() {
        super.asSetup();
        return this;
    }

    @Override
    public MappedTaskHandle<T> asTeardownOf(TaskHandle<?>... setups) {
        super.asTeardownOf(setups);
        return this;
    }

    @Override
    public MappedTaskHandle<T> asTeardownThatCountsOf(TaskHandle<?>... setups) {
        super.asTeardownThatCountsOf(setups);
        return this;
    }

    @Override
    public MappedTaskHandle<T> dependsOnPast() {
        super.dependsOnPast();
        return this;
    }

    @Override
    public MappedTaskHandle<T> waitForDownstream() {
        super.waitForDownstream();
        return this;
    }

    @Override
    public MappedTaskHandle<T> multipleOutputs() {
        super.multipleOutputs();
        return this;
    }

    @Override
    public MappedTaskHandle<T> mapIndexTemplate(String template) {
        super.mapIndexTemplate(template);
        return this;
    }

    @Override
    public MappedTaskHandle<T> triggerRule(TriggerRule rule) {
        super.triggerRule(rule);
        return this;
    }
}
