package dev.cuesheet.engine.dagbag;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.EngineException;
import dev.cuesheet.engine.internal.dagbag.ClassPath;
import dev.cuesheet.engine.internal.dagbag.CompileCache;
import dev.cuesheet.engine.internal.dagbag.CompiledDags;
import dev.cuesheet.engine.internal.dagbag.DagMethods;
import dev.cuesheet.engine.internal.dagbag.SourceCompiler;
import dev.cuesheet.engine.internal.dagbag.SourceFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A folder of Java sources, at any depth, whose {@code public static Dag dag(...)} methods define DAGs. Sources are
 * compiled together and the classes cached, so that an unchanged folder is loaded without a compiler. Folders named
 * {@code target} and hidden ones are left out. Immutable; several processes may share a cache.
 */
public final class DagFolder {
    private final Path folder;
    private final CompileCache cache;
    private final DagArguments arguments;
    private final ClassLoader parent;

    private DagFolder(Path folder, CompileCache cache, DagArguments arguments, ClassLoader parent) {
        this.folder = folder;
        this.cache = cache;
        this.arguments = arguments;
        this.parent = parent;
    }

    /**
     * The folder with its cache.
     *
     * @param cache where compiled classes are kept; made when needed
     */
    public static DagFolder at(Path folder, Path cache) {
        requireNonNull(folder, "folder");
        return new DagFolder(
                folder,
                new CompileCache(requireNonNull(cache, "cache"), null),
                DagArguments.none(),
                Dag.class.getClassLoader());
    }

    /** Also looks in a cache that is never written to, such as one that came with the program. */
    public DagFolder shippedCache(@Nullable Path shipped) {
        return new DagFolder(folder, cache.withShipped(shipped), arguments, parent);
    }

    public DagFolder arguments(DagArguments source) {
        return new DagFolder(folder, cache, requireNonNull(source, "source"), parent);
    }

    /** The class loader whose classes the sources may use; the engine's own unless said here. */
    public DagFolder parentLoader(ClassLoader loader) {
        return new DagFolder(folder, cache, arguments, requireNonNull(loader, "loader"));
    }

    /**
     * Compiles what has changed and calls every DAG method.
     *
     * @throws NoCompilerException when something has to be compiled and there is no compiler
     * @throws EngineException when the folder cannot be read
     */
    public DagBag load() {
        if (!Files.isDirectory(folder)) {
            throw new EngineException("there is no DAGs folder %s".formatted(folder.toAbsolutePath()));
        }
        var sources = SourceFile.in(folder);
        if (sources.isEmpty()) {
            return new DagBag(List.of(), List.of());
        }
        var classPath = ClassPath.ofThisProcess();
        var cached = cache.find(sources, classPath);
        var compiled = cached.isPresent() ? cached.get() : compile(sources, classPath);
        var methods = new DagMethods(folder, compiled, parent, arguments);
        if (cached.isPresent() && methods.areStale()) {
            methods = new DagMethods(folder, compile(sources, classPath), parent, arguments);
        }
        return methods.call();
    }

    private CompiledDags compile(List<SourceFile> sources, ClassPath classPath) {
        var compiler = compiler();
        var compiled = compiler.compile(sources, classPath, parent);
        cache.publish(sources, classPath, compiled);
        return compiled;
    }

    private SourceCompiler compiler() {
        try {
            return SourceCompiler.find().orElseThrow(() -> new NoCompilerException(folder));
        } catch (NoClassDefFoundError e) {
            // A trimmed Java may lack even the classes that look for a compiler.
            throw new NoCompilerException(folder);
        }
    }
}
