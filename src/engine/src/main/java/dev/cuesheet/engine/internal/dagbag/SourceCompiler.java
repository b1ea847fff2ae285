package dev.cuesheet.engine.internal.dagbag;

import dev.cuesheet.engine.EngineException;
import dev.cuesheet.engine.internal.dagbag.CompiledDags.DagClass;
import dev.cuesheet.engine.internal.dagbag.CompiledDags.Fault;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/** Compiles sources in memory with the compiler of the JDK that runs. */
public final class SourceCompiler {
    private final JavaCompiler compiler;

    private SourceCompiler(JavaCompiler compiler) {
        this.compiler = compiler;
    }

    /** The compiler of this Java; empty when it has none. */
    public static Optional<SourceCompiler> find() {
        return Optional.ofNullable(ToolProvider.getSystemJavaCompiler()).map(SourceCompiler::new);
    }

    /**
     * Compiles the sources together. Those with errors are left out and the rest is compiled again, until all that is
     * left compiles.
     */
    public CompiledDags compile(List<SourceFile> sources, ClassPath classPath, ClassLoader parent) {
        var faults = new ArrayList<Fault>();
        var left = new ArrayList<>(sources);
        while (!left.isEmpty()) {
            var round = compileOnce(left, classPath);
            if (round.errors.isEmpty()) {
                return new CompiledDags(round.classes, dagClasses(round, parent), faults);
            }
            faults.addAll(round.errors);
            var faulty = new LinkedHashSet<String>();
            round.errors.forEach(error -> faulty.add(error.source()));
            if (!left.removeIf(source -> faulty.contains(source.name()))) {
                throw new EngineException(
                        "the DAGs cannot be compiled: " + round.errors.get(0).message());
            }
        }
        return new CompiledDags(Map.of(), List.of(), faults);
    }

    private record Round(Map<String, byte[]> classes, Map<String, String> sourceOfClass, List<Fault> errors) {}

    private Round compileOnce(List<SourceFile> sources, ClassPath classPath) {
        var diagnostics = new DiagnosticCollector<JavaFileObject>();
        var standard = compiler.getStandardFileManager(diagnostics, Locale.ROOT, StandardCharsets.UTF_8);
        try (var files = new MemoryFiles(standard)) {
            var options = List.of(
                    "-classpath", classPath.text(), "-parameters", "-g", "-proc:none", "-implicit:none", "-Xlint:none");
            var units = sources.stream().map(MemoryFiles.Source::new).toList();
            compiler.getTask(Writer.nullWriter(), files, diagnostics, options, null, units)
                    .call();
            return new Round(files.classes(), files.sourceOfClass(), errorsIn(diagnostics));
        } catch (IOException e) {
            throw new EngineException("the DAGs cannot be compiled: " + e, e);
        }
    }

    private static List<Fault> errorsIn(DiagnosticCollector<JavaFileObject> diagnostics) {
        return diagnostics.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(diagnostic -> new Fault(
                        diagnostic.getSource() instanceof MemoryFiles.Source source
                                ? source.source().name()
                                : "",
                        Math.max(0, diagnostic.getLineNumber()),
                        diagnostic.getMessage(Locale.ROOT)))
                .toList();
    }

    /** Looks once, so that loading from the cache touches no class that defines no DAG. */
    private static List<DagClass> dagClasses(Round round, ClassLoader parent) {
        var loader = new ByteClassLoader(round.classes, parent);
        var found = new TreeMap<String, DagClass>();
        for (var name : round.classes.keySet()) {
            var source = round.sourceOfClass.get(name);
            if (source != null && DagMethods.mayDefineDag(name, loader)) {
                found.put(name, new DagClass(name, source));
            }
        }
        return List.copyOf(found.values());
    }
}
