package dev.cuesheet.engine;

/**
 * The item that the tasks of a mapped group are for: one of those that {@link DagBuilder#expandGroup} was given. An input
 * of tasks in that group only.
 *
 * @param <T> the item
 */
public final class GroupItem<T> implements Input<T> {
    final GroupDraft group;

    GroupItem(GroupDraft group) {
        this.group = group;
    }
}
