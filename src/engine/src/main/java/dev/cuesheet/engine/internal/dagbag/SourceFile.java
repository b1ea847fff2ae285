package dev.cuesheet.engine.internal.dagbag;

import dev.cuesheet.engine.EngineException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * One source of a DAGs folder.
 *
 * @param name its path within the folder, with slashes
 */
public record SourceFile(String name, byte[] bytes) {
    private static final Set<String> LEFT_OUT = Set.of("target", "module-info.java");

    /** All sources in the folder, by name. */
    public static List<SourceFile> in(Path folder) {
        var sources = new ArrayList<SourceFile>();
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                    return dir.equals(folder) || isWanted(dir)
                            ? FileVisitResult.CONTINUE
                            : FileVisitResult.SKIP_SUBTREE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    if (file.toString().endsWith(".java") && isWanted(file)) {
                        var name = folder.relativize(file).toString().replace('\\', '/');
                        sources.add(new SourceFile(name, Files.readAllBytes(file)));
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new EngineException("the DAGs folder %s cannot be read: %s".formatted(folder, e), e);
        }
        sources.sort(Comparator.comparing(SourceFile::name));
        return sources;
    }

    private static boolean isWanted(Path path) {
        var name = path.getFileName().toString();
        return !name.startsWith(".") && !LEFT_OUT.contains(name);
    }
}
