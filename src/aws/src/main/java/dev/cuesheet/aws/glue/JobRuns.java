package dev.cuesheet.aws.glue;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.JobRun;

/** Between the SDK's job runs and ours. */
final class JobRuns {
    private JobRuns() {}

    static GlueJobRun run(JobRun run) {
        return new GlueJobRun(
                run.jobName(),
                run.id(),
                state(run),
                run.arguments(),
                run.startedOn(),
                run.completedOn(),
                run.executionTime() == null ? Duration.ZERO : Duration.ofSeconds(run.executionTime()),
                run.dpuSeconds() == null ? 0 : run.dpuSeconds(),
                text(run.errorMessage()),
                text(run.stateDetail()));
    }

    private static JobRunState state(JobRun run) {
        if (run.jobRunState() == null) {
            return JobRunState.UNKNOWN;
        }
        return switch (run.jobRunState()) {
            case STARTING -> JobRunState.STARTING;
            case WAITING -> JobRunState.WAITING;
            case RUNNING -> JobRunState.RUNNING;
            case STOPPING -> JobRunState.STOPPING;
            case STOPPED -> JobRunState.STOPPED;
            case SUCCEEDED -> JobRunState.SUCCEEDED;
            case FAILED -> JobRunState.FAILED;
            case TIMEOUT -> JobRunState.TIMEOUT;
            case ERROR -> JobRunState.ERROR;
            case EXPIRED -> JobRunState.EXPIRED;
            case UNKNOWN_TO_SDK_VERSION -> JobRunState.UNKNOWN;
        };
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
