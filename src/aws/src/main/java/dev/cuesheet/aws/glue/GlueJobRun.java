package dev.cuesheet.aws.glue;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One run of a Glue job, as Glue told it last.
 *
 * @param arguments those given to this run, without the job's own
 * @param executionTime how long the script has run; zero before it does
 * @param dpuSeconds what it cost so far; zero when Glue does not say
 * @param errorMessage why it failed; empty when it did not
 * @param stateDetail Glue's free text about the state; may be empty
 * @param completedAt null while it is active
 */
public record GlueJobRun(
        String jobName,
        String id,
        JobRunState state,
        Map<String, String> arguments,
        @Nullable Instant startedAt,
        @Nullable Instant completedAt,
        Duration executionTime,
        double dpuSeconds,
        String errorMessage,
        String stateDetail) {
    private static final Pattern STAGES = Pattern.compile("stage (\\d+) of (\\d+), tasks (\\d+) of (\\d+)");

    /** How far the run's computation has come. */
    public record Progress(int stagesDone, int stages, int tasksDone, int tasks) {}

    public GlueJobRun {
        requireNonNull(jobName, "jobName");
        requireNonNull(id, "id");
        requireNonNull(state, "state");
        arguments = Map.copyOf(arguments);
        requireNonNull(executionTime, "executionTime");
        requireNonNull(errorMessage, "errorMessage");
        requireNonNull(stateDetail, "stateDetail");
    }

    /** The progress told in the state's detail, as the local AWS does; AWS itself tells none. */
    public Optional<Progress> progress() {
        var found = STAGES.matcher(stateDetail);
        if (!found.find()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Progress(
                    Integer.parseInt(found.group(1)),
                    Integer.parseInt(found.group(2)),
                    Integer.parseInt(found.group(3)),
                    Integer.parseInt(found.group(4))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** In words: which run, its state, why, how long it took and what it cost. */
    public String describe() {
        var text = new StringBuilder("Glue job \"%s\" run %s is %s".formatted(jobName, id, state));
        if (!executionTime.isZero()) {
            text.append(" after ").append(executionTime.toSeconds()).append(" s");
        }
        if (dpuSeconds > 0) {
            text.append(" (").append(Math.round(dpuSeconds)).append(" DPU-seconds)");
        }
        var reason = errorMessage.isEmpty() ? stateDetail : errorMessage;
        return reason.isEmpty()
                ? text.toString()
                : text.append(": ").append(reason).toString();
    }
}
