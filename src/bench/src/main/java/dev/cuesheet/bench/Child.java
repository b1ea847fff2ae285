package dev.cuesheet.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process under measurement. Its output goes to files, so that a full pipe never stops it. Closing kills it. Safe to
 * share between threads.
 */
final class Child implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofMinutes(30);

    /** A process that ended well, and how long that took from before its start to its end. */
    record Finished(double seconds, String stdout, String stderr) {}

    private final List<String> command;
    private final Process process;
    private final Path stdout;
    private final Path stderr;
    private final long startedAt;

    private Child(List<String> command, Process process, Path stdout, Path stderr, long startedAt) {
        this.command = command;
        this.process = process;
        this.stdout = stdout;
        this.stderr = stderr;
        this.startedAt = startedAt;
    }

    /**
     * Starts a process in a folder of its own, where its output goes too.
     *
     * @param environment added to this process's, from which all that steers AWS clients and Cuesheet is taken away
     */
    static Child start(List<String> command, Path folder, Map<String, String> environment) {
        try {
            var stdout = Files.createTempFile(folder, "stdout-", ".txt");
            var stderr = Files.createTempFile(folder, "stderr-", ".txt");
            var builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(stdout.toFile())
                    .redirectError(stderr.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("CUESHEET_"));
            builder.environment().putAll(environment);
            var startedAt = System.nanoTime();
            return new Child(command, builder.start(), stdout, stderr, startedAt);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + command, e);
        }
    }

    Finished await() throws InterruptedException {
        if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
            throw failed("still ran after " + LONGEST);
        }
        var seconds = secondsSinceStart();
        if (process.exitValue() != 0) {
            throw failed("ended with exit code " + process.exitValue());
        }
        return new Finished(seconds, stdoutSoFar(), read(stderr));
    }

    BenchmarkException failed(String how) {
        return new BenchmarkException("%s%n%s. It wrote:%n%s".formatted(String.join(" ", command), how, read(stderr)));
    }

    double secondsSinceStart() {
        return (System.nanoTime() - startedAt) / 1e9;
    }

    String stdoutSoFar() {
        return read(stdout);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Asks it to end, and waits until it has. */
    void stop() {
        process.destroy();
        process.onExit().join();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
