package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * A group of tasks of a DAG being defined; groups may lie in groups. The ids of its tasks begin with the group's, as in
 * Airflow: {@code extract.list_files}. Usable until the DAG is built, from one thread.
 */
public sealed class TaskGroup implements Upstream permits MappedTaskGroup {
    final GroupDraft draft;

    TaskGroup(GroupDraft draft) {
        this.draft = draft;
    }

    @Override
    public final String id() {
        return draft.id;
    }

    /** What the group is about, for people. */
    public TaskGroup tooltip(String text) {
        draft.tooltip(requireNonNull(text, "tooltip"));
        return this;
    }

    /** Leaves the group's id out of the ids of what is defined in it from here on; said before anything else. */
    public TaskGroup withoutPrefix() {
        draft.withoutPrefix();
        return this;
    }

    /** Retries of every task in the group that has none of its own, instead of the DAG's. */
    public TaskGroup retries(Retries ofEveryTask) {
        draft.retries(requireNonNull(ofEveryTask, "retries"));
        return this;
    }

    /** Execution timeout of every task in the group that has none of its own. */
    public TaskGroup executionTimeout(Duration ofEveryTask) {
        draft.executionTimeout(requireNonNull(ofEveryTask, "executionTimeout"));
        return this;
    }

    /** Whatever waits for nothing else in this group waits for those: tasks, or all leaves of groups. */
    public TaskGroup after(Upstream... upstream) {
        draft.owner.after(draft, upstream);
        return this;
    }

    /** Waits for the tasks or groups of these ids, which may be defined later. */
    public TaskGroup after(String... ids) {
        draft.owner.after(draft, ids);
        return this;
    }

    /** Defines more of the group: what the DAG's builder is asked for within the call becomes part of it. */
    public <R> R define(Supplier<R> tasks) {
        return draft.owner.within(draft, tasks);
    }
}
