package dev.cuesheet.localaws.spark.worker;

import dev.cuesheet.localaws.spark.internal.RunFolder;
import dev.cuesheet.localaws.spark.internal.WorkerFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Another worker for the runs that this one has taken and cannot make, because its JVM has to end. It is started with
 * this worker's own command line and leaves when it has made them.
 */
final class Successor {
    private static final long LOOK_AGAIN_NANOS = 5_000_000;

    private Successor() {}

    /** Returns once the successor has taken every run, so that each has a living worker all the time. */
    static void takeOver(WorkerFolder retiring, List<RunFolder> runs) throws IOException {
        if (runs.isEmpty()) {
            return;
        }
        var folder = Files.createTempDirectory(retiring.path().getParent(), "worker-");
        var orders = folder.resolve("orders.txt");
        Files.write(orders, runs.stream().map(run -> run.path().toString()).toList());
        var process = new ProcessBuilder(command(retiring.path(), folder))
                .directory(folder.toFile())
                .redirectInput(orders.toFile())
                .redirectErrorStream(true)
                .redirectOutput(new WorkerFolder(folder).log().toFile())
                .start();
        while (process.isAlive() && !runs.stream().allMatch(run -> isTaken(run, folder))) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    private static boolean isTaken(RunFolder run, Path taker) {
        return run.state()
                .map(state -> state.isFinal() || state.worker().equals(taker.toString()))
                .orElse(false);
    }

    /** The last argument is the worker's folder, see {@code WorkerCommand}. */
    private static List<String> command(Path retiring, Path folder) throws IOException {
        var arguments = new ArrayList<>(Files.readAllLines(retiring.resolve("java.args")));
        arguments.set(arguments.size() - 1, '"' + folder.toString().replace("\\", "\\\\") + '"');
        var file = Files.write(folder.resolve("java.args"), arguments);
        return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "@" + file);
    }
}
