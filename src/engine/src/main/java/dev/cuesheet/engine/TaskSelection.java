package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which task instances somebody means: those of the tasks whose ids a pattern is found in, and what goes with them.
 * Immutable. The flags are those of Airflow's {@code tasks clear}.
 *
 * @param tasks a regular expression that is found in the ids; empty for every task
 * @param mapIndex the one index that is meant of mapped tasks; -1 for all
 * @param upstream also the tasks that those wait for, however indirectly
 * @param downstream also the tasks that wait for those, however indirectly
 * @param past also in earlier runs
 * @param future also in later runs
 * @param onlyFailed of all these, those that have failed, by themselves or because of others
 * @param onlyRunning of all these, those that run
 */
public record TaskSelection(
        String tasks,
        int mapIndex,
        boolean upstream,
        boolean downstream,
        boolean past,
        boolean future,
        boolean onlyFailed,
        boolean onlyRunning) {

    public TaskSelection {
        requireNonNull(tasks, "tasks");
        try {
            Pattern.compile(tasks);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "\"%s\" is not a regular expression: %s".formatted(tasks, e.getDescription()), e);
        }
        if (onlyFailed && onlyRunning) {
            throw new IllegalArgumentException("nothing has failed and runs at once; give only one of the two");
        }
    }

    /** Every instance of every task. */
    public static TaskSelection all() {
        return matching("");
    }

    /** The tasks in whose ids the regular expression is found. */
    public static TaskSelection matching(String regex) {
        return new TaskSelection(regex, TaskInstanceKey.UNMAPPED, false, false, false, false, false, false);
    }

    /** The task of this id. */
    public static TaskSelection of(String taskId) {
        return matching("^" + Pattern.quote(taskId) + "$");
    }

    public TaskSelection index(int index) {
        return new TaskSelection(tasks, index, upstream, downstream, past, future, onlyFailed, onlyRunning);
    }

    public TaskSelection withUpstream() {
        return new TaskSelection(tasks, mapIndex, true, downstream, past, future, onlyFailed, onlyRunning);
    }

    public TaskSelection withDownstream() {
        return new TaskSelection(tasks, mapIndex, upstream, true, past, future, onlyFailed, onlyRunning);
    }

    public TaskSelection withPast() {
        return new TaskSelection(tasks, mapIndex, upstream, downstream, true, future, onlyFailed, onlyRunning);
    }

    public TaskSelection withFuture() {
        return new TaskSelection(tasks, mapIndex, upstream, downstream, past, true, onlyFailed, onlyRunning);
    }

    public TaskSelection failed() {
        return new TaskSelection(tasks, mapIndex, upstream, downstream, past, future, true, onlyRunning);
    }

    public TaskSelection running() {
        return new TaskSelection(tasks, mapIndex, upstream, downstream, past, future, onlyFailed, true);
    }
}
