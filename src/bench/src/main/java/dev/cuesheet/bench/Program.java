package dev.cuesheet.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * The packaged executable, as {@code java -jar} runs it: with no flag of ours.
 *
 * @param target where the build left it
 * @param java the java that runs it
 */
record Program(Path target, Path java) {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    static Program in(Path target, Path java) {
        var program = new Program(target, java);
        if (!Files.isRegularFile(program.jar())) {
            throw new BenchmarkException(
                    "%s is not there. Build it first: mvn -DskipTests package".formatted(program.jar()));
        }
        return program;
    }

    private Path jar() {
        return target.resolve("cuesheet.jar");
    }

    /** The home of what runs in the folder. */
    static Path home(Path folder) {
        return folder.resolve("home");
    }

    /** Starts a command in the folder; one that is empty makes the start a cold one. */
    Child start(Path folder, Map<String, String> environment, String... arguments) {
        var command = new ArrayList<>(List.of(java.toString(), "-jar", jar().toString()));
        command.addAll(List.of(arguments));
        var all = new HashMap<>(environment);
        all.put("CUESHEET_HOME", home(folder).toString());
        return Child.start(command, folder, all);
    }

    /** Runs a command to its end. */
    Child.Finished run(Path folder, String... arguments) throws InterruptedException {
        try (var child = start(folder, Map.of(), arguments)) {
            return child.await();
        }
    }

    /** Runs the main job in the folder, and leaves no worker behind that the next sample would compete with. */
    Child.Finished etl(Path folder, String... params) throws InterruptedException {
        try {
            return run(folder, etlCommand(params));
        } finally {
            awaitWorkersOf(folder);
        }
    }

    static String[] etlCommand(String... params) {
        var command = new ArrayList<>(List.of("run-dag", "tickit_etl", "--json"));
        for (var param : params) {
            command.addAll(List.of("--param", param));
        }
        return command.toArray(String[]::new);
    }

    /** Waits for processes that outlive the one that was measured: the Spark worker ends after its master. */
    static void awaitWorkersOf(Path folder) {
        var mark = home(folder).toString();
        while (ProcessHandle.allProcesses()
                .anyMatch(process -> process.info().commandLine().orElse("").contains(mark))) {
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    /** Writes the seven source files. */
    Path generateTickit(Path folder, int scale) throws InterruptedException {
        var source = folder.resolve("source");
        run(folder, "generate-tickit", "--out", source.toString(), "--scale", Integer.toString(scale));
        return source;
    }

    /** The class path of Spark's own JVM. */
    String sparkClassPath() {
        return target.resolve("spark") + "/*";
    }

    Path glueScripts() {
        return target.resolveSibling("glue-scripts");
    }

    String javaVersion() throws InterruptedException {
        try {
            var process = new ProcessBuilder(java.toString(), "-XshowSettings:properties", "-version")
                    .redirectErrorStream(true)
                    .start();
            var output = new String(process.getInputStream().readAllBytes(), UTF_8);
            process.waitFor();
            return output.lines()
                    .map(String::strip)
                    .filter(line -> line.startsWith("java.runtime.version = "))
                    .map(line -> line.substring(line.indexOf("= ") + 2))
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot run " + java, e);
        }
    }
}
