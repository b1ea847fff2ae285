package dev.cuesheet.localaws.spi;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs Glue jobs outside this JVM. A run lives in its folder: whoever runs it writes its state there, so that the run
 * outlives the process that started it and any later process can tell truthfully what became of it. Safe to share
 * between threads.
 */
public interface JobRunner extends AutoCloseable {

    /**
     * One run to be made.
     *
     * @param folder the run's own folder, which exists; state, log and progress go here
     * @param awsHome the state folder of the local AWS, which the job's process opens for itself
     * @param arguments after precedence was applied: job defaults, then the run's, then the non-overridable ones
     */
    record Job(
            String jobName,
            String runId,
            Path folder,
            Path awsHome,
            String roleArn,
            String language,
            String scriptLocation,
            Map<String, String> arguments,
            Duration timeout,
            String region,
            String accountId) {
        public Job {
            arguments = Map.copyOf(arguments);
        }
    }

    /** Glue's states of a run, as far as a runner can bring them about. */
    enum State {
        STARTING,
        RUNNING,
        STOPPING,
        STOPPED,
        SUCCEEDED,
        FAILED,
        TIMEOUT;

        public boolean isFinal() {
            return this == STOPPED || this == SUCCEEDED || this == FAILED || this == TIMEOUT;
        }
    }

    /** A stage of the run's computation, for a progress bar. */
    record Progress(int stagesDone, int stages, int tasksDone, int tasks) {}

    /** What is known of a run. A run whose process died without a word is {@code FAILED} and says so. */
    record Status(
            State state,
            Instant changedAt,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable String errorMessage,
            @Nullable Progress progress) {}

    /** Hands the run over. On return it is durable: it runs even if this process is killed. */
    void start(Job job);

    /** Reads the state of a run from its folder, also of runs that another process started; empty when none was handed over. */
    Optional<Status> status(Path folder);

    /** Asks the run to stop; false when it is already over. */
    boolean stop(Path folder);

    /** Gets ready for a job that is likely to come, in the background. Does nothing when ready. */
    void warmUp();

    /** The newest lines of the run's log, for error reports. */
    List<String> logTail(Path folder, int lines);

    /** Lets go of idle helpers. Runs under way go on to their end. */
    @Override
    void close();
}
