package dev.cuesheet.localaws.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cuesheet.localaws.spark.internal.RunFolder;
import dev.cuesheet.localaws.spark.internal.RunState;
import dev.cuesheet.localaws.spark.internal.WorkerFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A worker JVM that this process started. Not thread-safe: its runner guards it. */
final class WorkerProcess {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(3);

    private final Process process;
    private final WorkerFolder folder;

    private WorkerProcess(Process process, WorkerFolder folder) {
        this.process = process;
        this.folder = folder;
    }

    /** Its output goes to a file: a pipe would break when this process dies. */
    static WorkerProcess fork(SparkWorkerOptions options, Path workers) {
        try {
            Files.createDirectories(workers);
            DeadWorkers.sweep(workers);
            var folder = new WorkerFolder(Files.createTempDirectory(workers, "worker-"));
            Files.createFile(folder.lockFile());
            Files.createDirectory(folder.temporaryFiles());
            var process = new ProcessBuilder(WorkerCommand.of(options, folder))
                    .directory(folder.path().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.log().toFile())
                    .start();
            return new WorkerProcess(process, folder);
        } catch (IOException e) {
            throw new SparkRunnerException(
                    "Cannot start the Spark worker with the Java in %s: %s. Check that folder and the space left in %s."
                            .formatted(options.javaHome(), e.getMessage(), workers),
                    e);
        }
    }

    WorkerFolder folder() {
        return folder;
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** Waits until the worker holds its lock; false when it ended instead. */
    boolean awaitAlive() {
        return await(folder::isAlive);
    }

    /** Hands a run over and waits for the worker's word that it has it; false when it ended instead. */
    boolean handOver(RunFolder run) {
        try {
            var orders = process.getOutputStream();
            orders.write((run.path().toAbsolutePath() + "\n").getBytes(UTF_8));
            orders.flush();
        } catch (IOException e) {
            return false; // its standard input is closed: it has left, or is about to
        }
        return await(() -> run.state().map(RunState::taken).orElse(false));
    }

    /** Lets it finish what it has and leave. */
    void dismiss() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // it left before us
        }
    }

    private boolean await(BooleanSupplier met) {
        while (!met.getAsBoolean()) {
            if (!process.isAlive()) {
                return met.getAsBoolean();
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
        return true;
    }
}
