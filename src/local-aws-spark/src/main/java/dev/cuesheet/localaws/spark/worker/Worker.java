package dev.cuesheet.localaws.spark.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cuesheet.localaws.spark.internal.RunFolder;
import dev.cuesheet.localaws.spark.internal.WorkerFolder;
import dev.cuesheet.localaws.spi.JobRunner.State;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The worker JVM: makes runs one after another, in the order in which their folders come by standard input, and leaves
 * at the end of input once all are made.
 *
 * <p>Four threads: <em>orders</em> reads standard input and confirms what it takes, <em>jobs</em> makes the runs, the
 * <em>warden</em> looks every quarter of a second whether a run should stop, has run out of time or got on, and Spark's
 * shutdown hook closes the books when the JVM ends under a run (its script called {@code System.exit}, or somebody sent
 * SIGTERM). A script that does not stop when told takes the JVM with it; runs still waiting then go to a
 * {@link Successor}.
 */
public final class Worker {
    private static final Duration PATROL = Duration.ofMillis(250);
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final WorkerFolder folder;
    private final Clock clock;
    private final JobExecution execution;
    private final Deque<ActiveRun> waiting = new ArrayDeque<>();
    private @Nullable ActiveRun current;
    private boolean ordersEnded;
    private boolean leaving;
    private @Nullable Instant haltAt;

    Worker(WorkerFolder folder, JobExecution execution, Clock clock) {
        this.folder = folder;
        this.execution = execution;
        this.clock = clock;
    }

    /** @param args the worker's folder */
    public static void main(String[] args) throws IOException {
        var folder = new WorkerFolder(Path.of(args[0]));
        var lock = folder.holdAlive();
        var output = RoutedOutput.install();
        var clock = Clock.systemUTC();
        var worker = new Worker(folder, JobExecution.inThisJvm(folder.path(), output, clock), clock);
        worker.serve(System.in);
        if (!lock.isOpen()) {
            throw new IllegalStateException("the worker's lock was closed under it");
        }
        System.exit(0); // a script may have left threads behind
    }

    private void serve(InputStream orders) {
        Threads.daemon("orders", () -> take(orders));
        Threads.daemon("warden", this::patrol);
        execution.prepare();
        Signals.install(this::terminated, this::jvmEnds);
        var jobs = Threads.withDeepStack("jobs", this::makeRuns);
        Threads.join(jobs);
        execution.close();
    }

    private void take(InputStream orders) {
        try (var lines = new BufferedReader(new InputStreamReader(orders, UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!accept(new RunFolder(Path.of(line)))) {
                    return;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            endOfOrders();
        }
    }

    /** Without a word to the launcher when leaving: it will ask another worker. */
    private synchronized boolean accept(RunFolder run) {
        if (leaving) {
            return false;
        }
        ActiveRun.take(run, folder.path().toString(), clock).ifPresent(waiting::add);
        notifyAll();
        return true;
    }

    private synchronized void endOfOrders() {
        ordersEnded = true;
        notifyAll();
    }

    private void makeRuns() {
        for (var run = next(); run.isPresent(); run = next()) {
            execution.make(run.get());
            if (finished()) {
                execution.prepare();
            }
        }
    }

    private synchronized Optional<ActiveRun> next() {
        while (waiting.isEmpty() && !ordersEnded) {
            Threads.await(this);
        }
        current = waiting.poll();
        return Optional.ofNullable(current);
    }

    /** Whether there may be another run. */
    private synchronized boolean finished() {
        current = null;
        haltAt = null;
        return !waiting.isEmpty() || !ordersEnded;
    }

    private void patrol() {
        while (true) {
            Threads.sleep(PATROL);
            lookAround();
        }
    }

    private synchronized void lookAround() {
        waiting.removeIf(run -> run.folder().stopRequested() && stopBeforeItBegan(run));
        var run = current;
        if (run == null || run.isOver()) {
            return;
        }
        execution.progress().ifPresent(run::progressed);
        var now = clock.instant();
        if (run.folder().stopRequested() && run.requestEnd(State.STOPPED)
                || run.deadline().filter(now::isAfter).isPresent() && run.requestEnd(State.TIMEOUT)) {
            haltAt = now.plus(GRACE);
            execution.interrupt();
        } else if (haltAt != null && now.isAfter(haltAt)) {
            leave(run);
        }
    }

    private static boolean stopBeforeItBegan(ActiveRun run) {
        run.requestEnd(State.STOPPED);
        run.endAsRequested();
        return true;
    }

    private void leave(ActiveRun unstoppable) {
        unstoppable.endAsRequested();
        handWaitingOver();
        Runtime.getRuntime().halt(1);
    }

    private void handWaitingOver() {
        leaving = true;
        try {
            Successor.takeOver(folder, waiting.stream().map(ActiveRun::folder).toList());
        } catch (IOException | RuntimeException e) {
            waiting.forEach(
                    run -> run.failed("The Spark process had to end before it began this run, and no other could"
                            + " be started: " + e.getMessage()));
        }
    }

    /** SIGTERM: somebody wants no more of this, so nothing is handed on. */
    private synchronized void terminated() {
        leaving = true;
        Stream.concat(Stream.ofNullable(current), waiting.stream())
                .forEach(run -> run.failed("The Spark process was told to end (SIGTERM)"));
    }

    private synchronized void jvmEnds() {
        if (leaving || current == null || current.isOver()) {
            return;
        }
        current.failed("The script ended the JVM (System.exit) instead of returning from main");
        handWaitingOver();
    }
}
