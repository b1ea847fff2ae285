package dev.cuesheet.operators;

import dev.cuesheet.localaws.spi.JobRunner;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs Glue jobs by the hand of a test: a run is RUNNING until the test says what it came to. */
final class HandRunner implements JobRunner {
    private final Map<Path, Status> runs = new LinkedHashMap<>();
    private final List<Job> started = new ArrayList<>();
    private final Clock clock = Clock.systemUTC();

    /** The runs that were handed over, oldest first. */
    synchronized List<Job> started() {
        return List.copyOf(started);
    }

    synchronized Job last() {
        return started.get(started.size() - 1);
    }

    /** The run that was handed over as this many-th, once it is. */
    synchronized Job awaitStart(int number) throws InterruptedException {
        Patience.until(this, () -> started.size() >= number);
        return started.get(number - 1);
    }

    synchronized void forgetStarted() {
        started.clear();
    }

    void progress(Job job, int stagesDone, int stages) {
        put(job.folder(), State.RUNNING, null, new Progress(stagesDone, stages, 0, 1));
    }

    void end(Job job, State state, String message) {
        put(job.folder(), state, message.isEmpty() ? null : message, null);
    }

    private synchronized void put(Path folder, State state, @Nullable String message, @Nullable Progress progress) {
        var now = clock.instant();
        var begun = Optional.ofNullable(runs.get(folder)).map(Status::startedAt).orElse(now);
        runs.put(folder, new Status(state, now, begun, state.isFinal() ? now : null, message, progress));
        notifyAll();
    }

    @Override
    public synchronized void start(Job job) {
        started.add(job);
        put(job.folder(), State.RUNNING, null, null);
    }

    @Override
    public synchronized Optional<Status> status(Path folder) {
        return Optional.ofNullable(runs.get(folder));
    }

    @Override
    public synchronized boolean stop(Path folder) {
        var status = runs.get(folder);
        if (status == null || status.state().isFinal()) {
            return false;
        }
        put(folder, State.STOPPED, null, null);
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
