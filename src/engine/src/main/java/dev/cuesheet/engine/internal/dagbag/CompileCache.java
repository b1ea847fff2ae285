package dev.cuesheet.engine.internal.dagbag;

import dev.cuesheet.engine.EngineException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Compiled folders on disk, one file for each state of the sources. A file is named by a checksum of everything that
 * went into it, and holds all of that too, so that a hit is exact although no costly digest is computed. Files appear
 * whole or not at all, and are never changed: any number of processes may share a cache.
 */
public final class CompileCache {
    private static final String FORM = "cuesheet compiled DAGs 1";

    /** Java whose classes every Java that we support can load; shipped caches are made with it. */
    private static final int FLOOR = 17;

    private static final int STATES_KEPT = 8;

    private final Path folder;
    private final @Nullable Path shipped;

    public CompileCache(Path folder, @Nullable Path shipped) {
        this.folder = folder;
        this.shipped = shipped;
    }

    public CompileCache withShipped(@Nullable Path readOnly) {
        return new CompileCache(folder, readOnly);
    }

    /** What was compiled from exactly this; empty when nothing was, or it cannot be read. */
    public Optional<CompiledDags> find(List<SourceFile> sources, ClassPath classPath) {
        int feature = Runtime.version().feature();
        var key = key(sources, classPath, feature);
        var found = read(folder, key);
        if (found.isPresent() || shipped == null) {
            return found;
        }
        found = read(shipped, key);
        return found.isPresent() || feature == FLOOR ? found : read(shipped, key(sources, classPath, FLOOR));
    }

    /** Keeps what was compiled. */
    public void publish(List<SourceFile> sources, ClassPath classPath, CompiledDags compiled) {
        var key = key(sources, classPath, Runtime.version().feature());
        try {
            Files.createDirectories(folder);
            var draft = Files.createTempFile(folder, "draft", ".tmp");
            try (var out = new DataOutputStream(Files.newOutputStream(draft))) {
                var body = new ByteArrayOutputStream();
                compiled.write(new DataOutputStream(body));
                out.writeInt(key.length);
                out.write(key);
                body.writeTo(out);
            }
            Files.move(
                    draft,
                    folder.resolve(nameFor(key)),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            forgetOldStates();
        } catch (IOException e) {
            throw new EngineException(
                    "compiled DAGs cannot be kept in %s: %s; make the folder writable, or choose another one"
                            .formatted(folder, e),
                    e);
        }
    }

    private static Optional<CompiledDags> read(Path folder, byte[] key) {
        var file = folder.resolve(nameFor(key));
        try {
            var in = new DataInputStream(new ByteArrayInputStream(Files.readAllBytes(file)));
            return Arrays.equals(in.readNBytes(in.readInt()), key)
                    ? Optional.of(CompiledDags.read(in))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            // Asked for here and not in a field: setting up the logging would cost more than reading the cache.
            LoggerFactory.getLogger(CompileCache.class)
                    .warn("The compiled DAGs in {} cannot be used: {}", file, e.toString());
            return Optional.empty();
        }
    }

    private void forgetOldStates() throws IOException {
        try (var files = Files.list(folder)) {
            var states = files.filter(file -> file.toString().endsWith(".dags"))
                    .sorted(Comparator.comparing(CompileCache::lastModified).reversed())
                    .toList();
            for (var old : states.subList(Math.min(STATES_KEPT, states.size()), states.size())) {
                Files.deleteIfExists(old);
            }
        }
    }

    private static long lastModified(Path file) {
        return file.toFile().lastModified();
    }

    /** Everything that the compiler's work depends on. */
    private static byte[] key(List<SourceFile> sources, ClassPath classPath, int feature) {
        try {
            var bytes = new ByteArrayOutputStream();
            var out = new DataOutputStream(bytes);
            out.writeUTF(FORM);
            out.writeInt(feature);
            var identity = classPath.identity().getBytes(StandardCharsets.UTF_8);
            out.writeInt(identity.length);
            out.write(identity);
            for (var source : sources) {
                out.writeUTF(source.name());
                out.writeInt(source.bytes().length);
                out.write(source.bytes());
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String nameFor(byte[] key) {
        var checksum = new CRC32C();
        checksum.update(key);
        return Long.toHexString(checksum.getValue()) + "-" + Integer.toHexString(key.length) + ".dags";
    }
}
