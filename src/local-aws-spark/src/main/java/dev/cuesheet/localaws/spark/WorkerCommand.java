package dev.cuesheet.localaws.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import dev.cuesheet.localaws.spark.internal.WorkerFolder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The worker's command line. Its flags differ from the main JVM's because its work differs: a job of half a minute is
 * mostly class loading, planning and compiling of generated code, so the cheap compiler and the collector without
 * threads win, and room for young objects and for classes saves dozens of collections.
 */
final class WorkerCommand {
    private static final String MAIN = "dev.cuesheet.localaws.spark.worker.Worker";
    private static final String LOGGING = "classpath:dev/cuesheet/localaws/spark/worker/log4j2.properties";

    private WorkerCommand() {}

    /** The arguments go through a file in the worker's folder, where a successor finds them; its folder comes last. */
    static List<String> of(SparkWorkerOptions options, WorkerFolder folder) throws IOException {
        var arguments = new ArrayList<>(jvmFlags(options));
        arguments.addAll(ClassArchive.flags(options, folder));
        arguments.add("-Dlog4j2.configurationFile=" + LOGGING);
        arguments.add("-Duser.timezone=UTC");
        arguments.add("-Djava.io.tmpdir=" + folder.temporaryFiles());
        arguments.add("-Dcuesheet.cache=" + options.cacheFolder());
        arguments.add("-Dcuesheet.cores=" + options.cores());
        options.shippedScripts().ifPresent(scripts -> arguments.add("-Dcuesheet.scripts=" + scripts));
        arguments.addAll(List.of("-cp", classPath(options), MAIN, folder.path().toString()));
        var file = folder.path().resolve("java.args");
        Files.writeString(file, arguments.stream().map(WorkerCommand::quoted).collect(joining("\n")), UTF_8);
        return List.of(options.javaHome().resolve("bin/java").toString(), "@" + file);
    }

    /** Our own flags and the user's. */
    static List<String> jvmFlags(SparkWorkerOptions options) {
        var megabytes = options.heapBytes() >> 20;
        var flags = new ArrayList<>(List.of(
                "-Xms" + megabytes / 2 + "m",
                "-Xmx" + megabytes + "m",
                "-Xmn" + megabytes / 4 + "m",
                "-XX:MetaspaceSize=256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-DontCompileHugeMethods"));
        flags.addAll(options.jvmFlags());
        return flags;
    }

    private static String classPath(SparkWorkerOptions options) {
        return options.classPath().stream().map(Path::toString).collect(joining(File.pathSeparator));
    }

    private static String quoted(String argument) {
        return '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
