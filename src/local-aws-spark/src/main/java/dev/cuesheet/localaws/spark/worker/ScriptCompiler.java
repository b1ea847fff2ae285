package dev.cuesheet.localaws.spark.worker;

import static java.util.stream.Collectors.joining;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import scala.collection.immutable.Nil$;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.internal.util.BatchSourceFile;
import scala.reflect.internal.util.SourceFile;
import scala.reflect.io.VirtualFile;
import scala.tools.nsc.Global;
import scala.tools.nsc.Settings;
import scala.tools.nsc.reporters.StoreReporter;

/** The Scala compiler in this JVM. Not thread-safe. */
final class ScriptCompiler {

    private ScriptCompiler() {}

    /**
     * Compiles one script.
     *
     * @param name the script's file name, for messages
     * @param jars what the script may use besides this JVM's class path
     * @param output an existing folder for the classes
     * @throws ScriptFault with scalac's messages when the script is at fault
     */
    static void compile(String name, String source, List<Path> jars, Path output) {
        var settings = new Settings(message -> {
            throw new IllegalStateException("scalac: " + message);
        });
        var classPath = System.getProperty("java.class.path")
                + jars.stream().map(jar -> File.pathSeparator + jar).collect(joining());
        settings.processArguments(
                CollectionConverters.asScala(List.of("-classpath", classPath, "-d", output.toString(), "-nowarn"))
                        .toList(),
                true);
        var reporter = new StoreReporter(settings);
        var compiler = new Global(settings, reporter);
        var run = compiler.new Run();
        SourceFile file = new BatchSourceFile(new VirtualFile(name), source.toCharArray());
        run.compileSources(Nil$.MODULE$.$colon$colon(file));
        compiler.close();
        if (reporter.hasErrors()) {
            throw new ScriptFault(messages(name, reporter));
        }
    }

    /** As scalac prints them: {@code file:line: error: message}. */
    private static String messages(String name, StoreReporter reporter) {
        return CollectionConverters.asJava(reporter.infos()).stream()
                .filter(info -> info.severity().toString().equals("ERROR"))
                .map(info ->
                        (info.pos().isDefined() ? name + ":" + info.pos().line() : name) + ": error: " + info.msg())
                .collect(joining("\n", "The script does not compile:\n", ""));
    }
}
