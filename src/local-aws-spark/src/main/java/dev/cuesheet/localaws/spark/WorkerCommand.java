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
 * threads win; see docs/performance.md.
 */
final class WorkerCommand {
    private static final String MAIN = "dev.cuesheet.localaws.spark.worker.Worker";

    private WorkerCommand() {}

    static List<String> of(SparkWorkerOptions options, WorkerFolder folder) throws IOException {
        var arguments = new ArrayList<String>();
        arguments.add("-Xmx" + (options.heapBytes() >> 20) + "m");
        arguments.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-DontCompileHugeMethods"));
        arguments.add("-Dlog4j2.configurationFile=classpath:dev/cuesheet/localaws/spark/worker/log4j2.properties");
        arguments.add("-Duser.timezone=UTC");
        arguments.addAll(options.jvmFlags());
        arguments.add("-Dcuesheet.cache=" + options.cacheFolder());
        arguments.add("-Dcuesheet.cores=" + options.cores());
        options.shipped().ifPresent(scripts -> arguments.add("-Dcuesheet.scripts=" + scripts));
        arguments.addAll(List.of("-cp", classPath(options)));
        arguments.addAll(List.of(MAIN, folder.path().toString()));
        var file = folder.path().resolve("java.args");
        Files.writeString(file, arguments.stream().map(WorkerCommand::quoted).collect(joining("\n")), UTF_8);
        return List.of(options.javaHome().resolve("bin/java").toString(), "@" + file);
    }

    private static String classPath(SparkWorkerOptions options) {
        return options.classPath().stream().map(Path::toString).collect(joining(File.pathSeparator));
    }

    private static String quoted(String argument) {
        return '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
