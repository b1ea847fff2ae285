package dev.cuesheet.cli.run;

import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One task with all its instances, at one moment.
 *
 * @param instances in the order of their map index
 * @param amount how far the instances have come, taken together; null when none has told
 */
record TaskPicture(
        String taskId,
        List<TaskInstance> instances,
        @Nullable Amount amount) {

    /** Something counted, such as bytes. */
    record Amount(String unit, long done, long total) {

        static Optional<Amount> sum(Collection<Amount> parts) {
            return parts.stream()
                    .reduce((a, b) ->
                            a.unit.equals(b.unit) ? new Amount(a.unit, a.done + b.done, a.total + b.total) : b);
        }
    }

    TaskPicture {
        instances = List.copyOf(instances);
    }

    /** The state to show for all of them: the one that most needs a look. */
    TaskInstanceState state() {
        var order = List.of(
                TaskInstanceState.FAILED,
                TaskInstanceState.UPSTREAM_FAILED,
                TaskInstanceState.RUNNING,
                TaskInstanceState.RESTARTING,
                TaskInstanceState.UP_FOR_RETRY,
                TaskInstanceState.UP_FOR_RESCHEDULE,
                TaskInstanceState.DEFERRED,
                TaskInstanceState.QUEUED,
                TaskInstanceState.SCHEDULED,
                TaskInstanceState.NONE,
                TaskInstanceState.SUCCESS,
                TaskInstanceState.SKIPPED,
                TaskInstanceState.REMOVED);
        return instances.stream()
                .map(TaskInstance::state)
                .min((a, b) -> Integer.compare(order.indexOf(a), order.indexOf(b)))
                .orElse(TaskInstanceState.NONE);
    }

    boolean mapped() {
        return instances.size() > 1
                || (instances.size() == 1 && instances.get(0).mapIndex() >= 0);
    }

    long finished() {
        return instances.stream().filter(i -> i.state().isFinished()).count();
    }

    int attempts() {
        return instances.stream().mapToInt(TaskInstance::tryNumber).max().orElse(0);
    }

    /** From the first start to the last end, or to now; empty before the first start. */
    Optional<Duration> elapsed(Instant now) {
        var starts = new ArrayList<Instant>();
        var ends = new ArrayList<Instant>();
        for (var instance : instances) {
            if (instance.startDate() != null) {
                starts.add(instance.startDate());
                ends.add(instance.state().isFinished() && instance.endDate() != null ? instance.endDate() : now);
            }
        }
        return starts.stream()
                .min(Instant::compareTo)
                .map(start -> Duration.between(
                        start, ends.stream().max(Instant::compareTo).orElse(now)));
    }

    /** What the instances have to say for themselves, the failed ones first. */
    Optional<String> note() {
        return instances.stream()
                .sorted((a, b) ->
                        Boolean.compare(b.state().isFailure(), a.state().isFailure()))
                .map(TaskInstance::note)
                .filter(note -> note != null && !note.isBlank())
                .findFirst();
    }
}
