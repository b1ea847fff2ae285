package dev.cuesheet.engine;

/** What a task or a group can wait for: a task, or a group of tasks, of which it then waits for all leaves. */
public sealed interface Upstream permits TaskHandle, TaskGroup {

    /** The id of the task or group, with those of the groups around it. */
    String id();
}
