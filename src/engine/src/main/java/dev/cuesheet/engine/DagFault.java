package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * One thing wrong with a DAG definition.
 *
 * @param taskId the task it is about; null when it is about the DAG as a whole
 */
public record DagFault(@Nullable String taskId, String message) {
    public DagFault {
        requireNonNull(message, "message");
    }

    @Override
    public String toString() {
        return taskId == null ? message : "task \"" + taskId + "\": " + message;
    }
}
