package dev.cuesheet.engine.simulation;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.engine.TaskContext;
import java.time.Instant;
import java.util.SplittableRandom;

/**
 * An attempt that a simulation asks about: what it comes to, how long it takes. Immutable.
 *
 * @param mapIndex -1 when the task is not mapped
 * @param tryNumber 1 for the first
 */
public record SimulatedAttempt(
        String dagId, String runId, Instant logicalDate, String taskId, int mapIndex, int tryNumber) {
    public SimulatedAttempt {
        requireNonNull(dagId, "dagId");
        requireNonNull(runId, "runId");
        requireNonNull(logicalDate, "logicalDate");
        requireNonNull(taskId, "taskId");
    }

    static SimulatedAttempt of(TaskContext context) {
        return new SimulatedAttempt(
                context.dagId(),
                context.runId(),
                context.logicalDate(),
                context.taskId(),
                context.mapIndex(),
                context.tryNumber());
    }

    /** A number from 0 (inclusive) to 1, drawn for this attempt: the same from the same seed, whatever else happens. */
    public double draw(long seed) {
        long mixed = seed;
        for (long part : new long[] {
            dagId.hashCode(),
            logicalDate.getEpochSecond(),
            logicalDate.getNano(),
            taskId.hashCode(),
            mapIndex,
            tryNumber
        }) {
            mixed = new SplittableRandom(mixed ^ part).nextLong();
        }
        return new SplittableRandom(mixed).nextDouble();
    }
}
