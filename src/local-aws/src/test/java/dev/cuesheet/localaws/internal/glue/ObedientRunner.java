package dev.cuesheet.localaws.internal.glue;

import dev.cuesheet.localaws.spi.JobRunner;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A job runner that runs nothing and says of each run what the test told it. */
final class ObedientRunner implements JobRunner {
    private static final Instant STARTED = Instant.parse("2026-03-01T10:00:00Z");

    private final Map<String, Job> jobs = new ConcurrentHashMap<>();
    private final Map<Path, Status> states = new ConcurrentHashMap<>();
    private @Nullable String refusal;

    void refuseStarts(String reason) {
        refusal = reason;
    }

    Job started(String runId) {
        return Objects.requireNonNull(jobs.get(runId), runId);
    }

    void awaitStart(String runId) {
        while (!jobs.containsKey(runId)) {
            Thread.onSpinWait();
        }
    }

    void progress(String runId, Progress progress) {
        states.put(started(runId).folder(), new Status(State.RUNNING, STARTED, STARTED, null, null, progress));
    }

    void end(String runId, State state, @Nullable String message) {
        var ended = STARTED.plusSeconds(7);
        states.put(started(runId).folder(), new Status(state, ended, STARTED, ended, message, null));
    }

    /** As if the run had never been handed over. */
    void forget(String runId) {
        states.remove(started(runId).folder());
    }

    @Override
    public void start(Job job) {
        if (refusal != null) {
            throw new IllegalStateException(refusal);
        }
        states.put(job.folder(), new Status(State.RUNNING, STARTED, STARTED, null, null, null));
        jobs.put(job.runId(), job);
    }

    @Override
    public Optional<Status> status(Path folder) {
        return Optional.ofNullable(states.get(folder));
    }

    @Override
    public boolean stop(Path folder) {
        var ended = STARTED.plusSeconds(3);
        states.put(folder, new Status(State.STOPPED, ended, STARTED, ended, null, null));
        return true;
    }

    @Override
    public void warmUp() {}

    @Override
    public List<String> logTail(Path folder, int lines) {
        return List.of();
    }

    @Override
    public void close() {}
}
