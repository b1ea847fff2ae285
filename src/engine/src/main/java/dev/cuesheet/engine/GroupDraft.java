package dev.cuesheet.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A group while its DAG is being defined. Used by the thread that defines the DAG. */
final class GroupDraft {
    final DagBuilder owner;
    final String id;

    /** The id as its author wrote it. */
    final String ownId;

    final @Nullable GroupDraft parent;

    /** What it is mapped over; null when it is not. */
    final @Nullable Items<?> items;

    final List<TaskDraft> tasks = new ArrayList<>();
    final List<GroupDraft> groups = new ArrayList<>();
    private boolean prefixes = true;
    private String tooltip = "";
    private @Nullable Retries retries;
    private @Nullable Duration executionTimeout;

    GroupDraft(DagBuilder owner, String ownId, @Nullable GroupDraft parent, @Nullable Items<?> items) {
        this.owner = owner;
        this.ownId = ownId;
        this.id = parent == null ? ownId : parent.prefixed(ownId);
        this.parent = parent;
        this.items = items;
    }

    /** The id that something has in this group. */
    String prefixed(String ownIdOfMember) {
        if (prefixes) {
            return id + "." + ownIdOfMember;
        }
        return parent == null ? ownIdOfMember : parent.prefixed(ownIdOfMember);
    }

    void withoutPrefix() {
        owner.refuseIfBuilt();
        if (!tasks.isEmpty() || !groups.isEmpty()) {
            throw new IllegalStateException(
                    "withoutPrefix() of group \"%s\" must come before its first task, whose id depends on it"
                            .formatted(id));
        }
        prefixes = false;
    }

    void tooltip(String text) {
        owner.refuseIfBuilt();
        tooltip = text;
    }

    void retries(Retries value) {
        owner.refuseIfBuilt();
        retries = value;
    }

    void executionTimeout(Duration value) {
        owner.refuseIfBuilt();
        executionTimeout = value;
    }

    /** Of this group, or of one around it. */
    @Nullable
    Retries retries() {
        return retries != null || parent == null ? retries : parent.retries();
    }

    /** Of this group, or of one around it. */
    @Nullable
    Duration executionTimeout() {
        return executionTimeout != null || parent == null ? executionTimeout : parent.executionTimeout();
    }

    /** This group if it is mapped, or else the mapped one around it; null when there is none. */
    @Nullable
    GroupDraft mapped() {
        return items != null || parent == null ? (items == null ? null : this) : parent.mapped();
    }

    /** The tasks in this group and in those within. */
    Stream<TaskDraft> allTasks() {
        return Stream.concat(tasks.stream(), groups.stream().flatMap(GroupDraft::allTasks));
    }

    /** This group and those around it, from the inside. */
    List<GroupDraft> path() {
        var path = new ArrayList<GroupDraft>();
        for (var group = this; group != null; group = group.parent) {
            path.add(group);
        }
        return path;
    }

    /** The tasks that wait for none of the group. As Airflow's {@code TaskGroup.get_roots}. */
    List<TaskDraft> roots() {
        var all = Set.copyOf(allTasks().toList());
        return allTasks()
                .filter(task -> task.upstream().stream().noneMatch(all::contains))
                .toList();
    }

    /**
     * The tasks that none of the group waits for; in the place of a teardown, what it waits for. As Airflow's {@code
     * TaskGroup.get_leaves}.
     */
    List<TaskDraft> leaves() {
        var all = allTasks().toList();
        var others = new ArrayList<TaskDraft>();
        all.stream().filter(task -> !task.role().isTeardown()).forEach(others::add);
        var waitedFor = new HashSet<TaskDraft>();
        others.forEach(task -> waitedFor.addAll(task.upstream()));
        others.removeIf(waitedFor::contains);
        return others;
    }

    GroupSpec toSpec() {
        var mapping = items == null ? new TaskSpec.Mapping.None() : items.mapping();
        return new GroupSpec(id, parent == null ? null : parent.id, tooltip, mapping);
    }
}
