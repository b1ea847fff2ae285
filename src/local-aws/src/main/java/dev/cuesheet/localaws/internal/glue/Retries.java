package dev.cuesheet.localaws.internal.glue;

import dev.cuesheet.localaws.spi.JobRunner.State;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the runs of jobs with {@code MaxRetries} and makes another attempt when one fails. Nothing runs for jobs without
 * retries. After a restart {@link #resume} takes up the runs whose end nobody has seen yet.
 */
final class Retries implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Retries.class);
    private static final long LOOK_EVERY_MILLIS = 1_000;

    private final Jobs jobs;
    private final JobRuns runs;
    private final Set<String> watched = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "glue-job-retries");
        thread.setDaemon(true);
        return thread;
    });

    Retries(Jobs jobs, JobRuns runs) {
        this.jobs = jobs;
        this.runs = runs;
    }

    void resume() {
        jobs.names().forEach(this::watch);
    }

    /** Follows the job's runs until all are over, if it wants failed ones tried again. */
    void watch(String job) {
        if (mostRetries(job) > 0 && watched.add(job)) {
            timer.schedule(() -> look(job), LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void look(String job) {
        boolean unfinished = true;
        try {
            unfinished = settle(job);
        } catch (RuntimeException e) {
            log.warn("Cannot follow the runs of job {}; looking again", job, e);
        }
        if (unfinished) {
            timer.schedule(() -> look(job), LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        } else {
            watched.remove(job);
            // A run that was started since the look would otherwise go unwatched.
            if (runs.all(job).stream().anyMatch(run -> !isSettled(run))) {
                watch(job);
            }
        }
    }

    /** Deals with every run that has ended; true while others go on. */
    boolean settle(String job) {
        boolean unfinished = false;
        for (var run : runs.all(job)) {
            if (isSettled(run)) {
                continue;
            }
            if (!run.status().state().isFinal()) {
                unfinished = true;
                continue;
            }
            if (run.status().state() == State.FAILED
                    && run.record().path("Attempt").asInt() < mostRetries(job)) {
                runs.retry(run);
                unfinished = true;
            }
            runs.settle(run);
        }
        return unfinished;
    }

    private static boolean isSettled(JobRuns.Run run) {
        return run.record().path("Settled").asBoolean(false);
    }

    private int mostRetries(String job) {
        return jobs.find(job)
                .map(definition -> definition.path("MaxRetries").asInt(0))
                .orElse(0);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
