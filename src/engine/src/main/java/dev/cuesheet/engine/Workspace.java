package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The folders of the machine that tasks run on. A DAG method that takes one receives the workspace of the program that
 * loads it.
 *
 * @param home where tasks may keep files between runs
 * @param roots where files that belong to the DAGs are looked for, first match first: the working folder, the program's
 */
public record Workspace(Path home, List<Path> roots) {
    public Workspace {
        requireNonNull(home, "home");
        roots = List.copyOf(roots);
    }

    /**
     * A file that belongs to the DAGs, for example {@code glue-scripts/tickit_etl.scala}.
     *
     * @throws EngineException naming every place that was looked at, when it is in none
     */
    public Path resource(String name) {
        return roots.stream()
                .map(root -> root.resolve(name))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new EngineException("Cannot find %s; looked in %s"
                        .formatted(name, roots.stream().map(Path::toString).collect(Collectors.joining(", ")))));
    }
}
