package dev.cuesheet.bench;

import dev.cuesheet.bench.bare.BareEtl;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts {@link BareEtl}. Nothing of it is written down twice: flags and class path are those of the command line that
 * a worker of the pipeline was started with, the script is compiled by the worker's own compiler, and the tables are
 * declared as the pipeline's crawler found them.
 */
final class BareSpark {
    private static final String WORKER = "dev.cuesheet.localaws.spark.worker.Worker";
    private static final String WRITE_ARCHIVE = "-XX:ArchiveClassesAtExit=";
    private static final String READ_ARCHIVE = "-XX:SharedArchiveFile=";
    private static final String WARMER = "dev.cuesheet.localaws.spark.worker.ScriptCacheWarmer";

    private final Program program;
    private final Path folder;
    private final Path arguments;

    private BareSpark(Program program, Path folder, Path arguments) {
        this.program = program;
        this.folder = folder;
        this.arguments = arguments;
    }

    /**
     * @param model where the pipeline has run on the source
     * @param folder an empty one, to work in
     */
    static BareSpark like(Program program, Path model, Path source, Path folder)
            throws IOException, InterruptedException {
        var tables = CrawledTables.of(model).declaredOver(source);
        var declarations = Files.write(folder.resolve("tables.sql"), tables);
        var main = List.of(
                BareEtl.class.getName(),
                scratch(folder).toString(),
                compiledScript(program, folder).toString(),
                declarations.toString(),
                output(folder).toUri().toString());
        var arguments = Files.write(
                folder.resolve("java.args"),
                withMain(workerArguments(model), main).stream()
                        .map(BareSpark::quoted)
                        .toList());
        return new BareSpark(program, folder, arguments);
    }

    /** The same program as people start it, from jars alone. */
    BareSpark withoutArchive() throws IOException {
        var kept = Files.readAllLines(arguments).stream()
                .filter(argument -> !unquoted(argument).startsWith(READ_ARCHIVE))
                .toList();
        Files.write(arguments, kept);
        return this;
    }

    Path output() {
        return output(folder);
    }

    /** Runs the program once, from the start of its JVM to its end. */
    double run() throws InterruptedException {
        try (var child = Child.start(List.of(program.java().toString(), "@" + arguments), folder, Map.of())) {
            return child.await().seconds();
        }
    }

    private static Path output(Path folder) {
        return folder.resolve("sales_consolidated");
    }

    private static Path scratch(Path folder) {
        return folder.resolve("scratch");
    }

    /** The worker's command line, one argument each. */
    private static List<String> workerArguments(Path model) throws IOException {
        try (var files = Files.walk(Program.home(model).resolve("aws/spark"), 2)) {
            var file = files.filter(path -> path.endsWith("java.args"))
                    .findFirst()
                    .orElseThrow(() -> new BenchmarkException("The Spark worker left no command line in " + model));
            return Files.readAllLines(file).stream().map(BareSpark::unquoted).toList();
        }
    }

    /**
     * Everything up to the worker's main class, with our jar behind its class path. An archive of classes is used as the
     * worker used it, but none is written: the worker does that after its run, where nobody waits for it.
     */
    private static List<String> withMain(List<String> worker, List<String> main) {
        var mainAt = worker.indexOf(WORKER);
        var classPathAt = worker.indexOf("-cp") + 1;
        if (mainAt < 0 || classPathAt == 0) {
            throw new BenchmarkException(
                    "The Spark worker is started in a way that this benchmark does not know: " + worker);
        }
        var own = new ArrayList<>(worker.subList(0, mainAt));
        own.set(classPathAt, own.get(classPathAt) + File.pathSeparator + ownJar());
        own.removeIf(argument -> argument.startsWith(WRITE_ARCHIVE));
        own.addAll(main);
        return own;
    }

    private static Path ownJar() {
        try {
            return Path.of(BareEtl.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The folder of the script's classes, made as the build makes those that are shipped. */
    private static Path compiledScript(Program program, Path folder) throws IOException, InterruptedException {
        var cache = folder.resolve("scripts");
        var command = List.of(
                program.java().toString(),
                "-cp",
                program.sparkClassPath(),
                WARMER,
                cache.toString(),
                program.glueScripts().resolve("tickit_etl.scala").toString());
        try (var child = Child.start(command, folder, Map.of())) {
            child.await();
        }
        try (var entries = Files.list(cache)) {
            return entries.findFirst().orElseThrow();
        }
    }

    private static String quoted(String argument) {
        return '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String unquoted(String line) {
        return line.substring(1, line.length() - 1).replace("\\\"", "\"").replace("\\\\", "\\");
    }
}
