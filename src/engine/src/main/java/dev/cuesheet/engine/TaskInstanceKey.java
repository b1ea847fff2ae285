package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

/**
 * Names one task instance.
 *
 * @param mapIndex index in the mapped list; -1 when the task is not mapped, or not yet expanded
 */
public record TaskInstanceKey(String dagId, String runId, String taskId, int mapIndex) {
    /** Of an instance that is not one of many. */
    public static final int UNMAPPED = -1;

    public TaskInstanceKey {
        requireNonNull(dagId, "dagId");
        requireNonNull(runId, "runId");
        requireNonNull(taskId, "taskId");
        if (mapIndex < UNMAPPED) {
            throw new IllegalArgumentException("map index must be -1 or more, got " + mapIndex);
        }
    }

    public TaskInstanceKey at(int index) {
        return new TaskInstanceKey(dagId, runId, taskId, index);
    }

    /** The task id, with the map index if there is one: {@code land_raw[3]}. */
    public String display() {
        return mapIndex == UNMAPPED ? taskId : taskId + "[" + mapIndex + "]";
    }
}
