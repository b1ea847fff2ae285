package dev.cuesheet.localaws.spark;

import dev.cuesheet.localaws.spark.internal.LogTail;
import dev.cuesheet.localaws.spark.internal.RunFolder;
import dev.cuesheet.localaws.spark.internal.RunState;
import dev.cuesheet.localaws.spark.internal.WorkerFolder;
import dev.cuesheet.localaws.spi.JobRunner;
import dev.cuesheet.localaws.spi.JobRunnerProvider;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs Glue jobs on Spark, one after another, in a worker JVM that is started when first needed and kept for the next
 * job. Safe to share between threads.
 *
 * <p>The worker outlives this process: its orders come by its standard input, whose end (this process closed it, or
 * died) tells it to finish what it was given and leave. All that is known of a run lies in the run's folder, with the
 * name of the worker that has it; a run that is not over and whose worker no longer holds its lock has failed. So any
 * process, at any time, can answer {@link #status}.
 */
public final class SparkJobRunner implements JobRunner {
    private static final Logger log = LoggerFactory.getLogger(SparkJobRunner.class);
    private static final int WORKERS_TRIED = 3;

    private final SparkWorkerOptions options;
    private final Path workers;
    private final Clock clock;
    private final Set<Path> handingOver = ConcurrentHashMap.newKeySet();
    private @Nullable WorkerProcess worker;
    private boolean closed;

    private SparkJobRunner(SparkWorkerOptions options, Path workers, Clock clock) {
        this.options = options;
        this.workers = workers;
        this.clock = clock;
    }

    /** Makes runners whose workers keep their locks and logs in the folder {@code spark} of the local AWS's state. */
    public static JobRunnerProvider provider(SparkWorkerOptions options, Clock clock) {
        return awsHome -> new SparkJobRunner(options, awsHome.toAbsolutePath().resolve("spark"), clock);
    }

    @Override
    public void start(Job job) {
        handingOver.add(job.folder());
        try {
            handOver(job);
        } finally {
            handingOver.remove(job.folder());
        }
        log.info("Handed run {} of job {} over to the Spark worker", job.runId(), job.jobName());
    }

    /** A worker may be on its way out (a script called System.exit, or would not stop): then the next one is asked. */
    private synchronized void handOver(Job job) {
        var run = new RunFolder(job.folder());
        run.writeRequest(job);
        for (int tried = 0; tried < WORKERS_TRIED; tried++) {
            var taker = livingWorker();
            if (taker.awaitAlive()) {
                run.writeState(RunState.offered(taker.folder().path().toString(), clock.instant()));
                if (taker.handOver(run)) {
                    return;
                }
            }
            log.warn(
                    "The Spark worker of {} ended before it took run {}",
                    taker.folder().path(),
                    job.runId());
        }
        throw new SparkRunnerException("Cannot start run %s of job %s: %d Spark workers in turn ended at once. See %s"
                .formatted(
                        job.runId(),
                        job.jobName(),
                        WORKERS_TRIED,
                        livingWorker().folder().log()));
    }

    private WorkerProcess livingWorker() {
        if (closed) {
            throw new IllegalStateException("the Spark job runner is closed");
        }
        if (worker == null || !worker.isRunning()) {
            worker = WorkerProcess.fork(options, workers);
        }
        return worker;
    }

    @Override
    public Optional<Status> status(Path folder) {
        var run = new RunFolder(folder);
        return run.state()
                .map(state -> isUnderWay(folder, state) ? shown(run, state) : ended(run))
                .map(RunState::status);
    }

    private boolean isUnderWay(Path folder, RunState state) {
        return !state.isFinal()
                && (handingOver.contains(folder) || new WorkerFolder(Path.of(state.worker())).isAlive());
    }

    /** The worker may not have noticed yet that it was asked to stop. */
    private RunState shown(RunFolder run, RunState state) {
        return run.stopRequested() && state.state() != State.STOPPING ? state.stopping(clock.instant()) : state;
    }

    /** Read again, since the worker may have written the end just before it left. */
    private RunState ended(RunFolder run) {
        var last = run.state().orElseThrow();
        if (last.isFinal()) {
            return last;
        }
        var died = last.ended(State.FAILED, clock.instant(), deathNotice(run, last));
        run.writeState(died);
        return died;
    }

    private static String deathNotice(RunFolder run, RunState last) {
        return last.startedAt() == null
                ? "The Spark process ended before it began this run; see %s. Start the run again."
                        .formatted(new WorkerFolder(Path.of(last.worker())).log())
                : "The Spark process that ran this job ended without a word (killed, or out of memory); see the end of %s."
                        .formatted(run.log());
    }

    @Override
    public boolean stop(Path folder) {
        var over = status(folder).map(status -> status.state().isFinal()).orElse(true);
        if (!over) {
            new RunFolder(folder).requestStop();
        }
        return !over;
    }

    @Override
    public synchronized void warmUp() {
        if (!closed) {
            livingWorker();
        }
    }

    @Override
    public List<String> logTail(Path folder, int lines) {
        return LogTail.of(new RunFolder(folder).log(), lines);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (worker != null) {
            worker.dismiss();
        }
    }
}
