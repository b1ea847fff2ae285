package dev.cuesheet.engine;

/**
 * What a task can take as its input: the result of another task, or the item of the mapped group that it is in.
 *
 * @param <T> what the task receives
 */
public sealed interface Input<T> permits TaskHandle, GroupItem {}
