package dev.cuesheet.acceptance;

import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The packaged executable as a user starts it: a process of its own, in a folder and with a home of its own. Not safe to
 * share between threads.
 */
final class Cuesheet {
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Path ROOT = Path.of(requireNonNull(System.getProperty("cuesheet.root"), "cuesheet.root"));
    static final Path JAR = ROOT.resolve("target/cuesheet.jar");
    static final Path SHIPPED_DAGS = ROOT.resolve("dags");

    /** What a process that ended left behind. */
    record Result(int exitCode, String stdout, String stderr) {}

    /** A process under way. Closing kills it. */
    record Running(Process process, Path stdout, Path stderr) implements AutoCloseable {

        Result await() throws InterruptedException {
            if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still running after " + LONGEST + "; it wrote: " + read(stderr));
            }
            return new Result(process.exitValue(), read(stdout), read(stderr));
        }

        String stdoutSoFar() {
            return read(stdout);
        }

        String stderrSoFar() {
            return read(stderr);
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    private int started;

    private Cuesheet(Path folder) {
        this.folder = folder;
        environment.put("CUESHEET_HOME", home().toString());
        environment.put("NO_COLOR", "1");
    }

    /** @param folder the working folder of every process; the home is in it */
    static Cuesheet in(Path folder) {
        if (!Files.isRegularFile(JAR)) {
            throw new AssertionError(JAR + " is not there: these tests need the package phase first (mvn verify)");
        }
        return new Cuesheet(folder);
    }

    Path home() {
        return folder.resolve("home");
    }

    Cuesheet with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Cuesheet onJava(Path executable) {
        java = executable;
        return this;
    }

    Result run(String... args) throws InterruptedException {
        try (var running = start(args)) {
            return running.await();
        }
    }

    /** Starts without waiting. Output goes to files, so that a full pipe never stops the process. */
    Running start(String... args) {
        var command = new ArrayList<>(List.of(java.toString(), "-jar", JAR.toString()));
        command.addAll(List.of(args));
        started++;
        var stdout = folder.resolve("stdout-" + started + ".txt");
        var stderr = folder.resolve("stderr-" + started + ".txt");
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(stdout.toFile())
                .redirectError(stderr.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("CUESHEET_"));
        builder.environment().putAll(environment);
        try {
            return new Running(builder.start(), stdout, stderr);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until no Spark worker uses the home any more: they outlive the process that started them, and hold a lock. */
    void awaitWorkers() throws IOException {
        var workers = home().resolve("aws/spark");
        if (!Files.isDirectory(workers)) {
            return;
        }
        try (var folders = Files.list(workers)) {
            for (var lock : folders.map(worker -> worker.resolve("alive.lock"))
                    .filter(Files::exists)
                    .toList()) {
                try (var channel = FileChannel.open(lock, WRITE)) {
                    channel.lock();
                }
            }
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
