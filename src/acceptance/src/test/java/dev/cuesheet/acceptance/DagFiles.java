package dev.cuesheet.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** DAG files as a user drops them into the folder {@code dags} of the working folder. */
final class DagFiles {
    private final Path folder;

    DagFiles(Path workingFolder) {
        this.folder = workingFolder.resolve("dags");
    }

    /** Writes a file whose class {@code name} defines one DAG by this body, which ends in the built DAG. */
    DagFiles add(String name, String body) {
        return addSource(name, """
                import dev.cuesheet.engine.*;

                public final class %s {
                    public static Dag dag(Workspace workspace) {
                %s
                    }
                }
                """.formatted(name, body.indent(8)));
    }

    DagFiles addSource(String name, String source) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(name + ".java"), source);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A DAG that does nothing of note. */
    DagFiles addQuick(String name, String dagId) {
        return add(name, """
                var dag = Dag.named("%s");
                dag.task("hello", context -> "hello");
                return dag.build();""".formatted(dagId));
    }

    /** A DAG whose only task makes the file {@code started} in the home, and ends once there is a file {@code go}. */
    DagFiles addWaiting(String name, String dagId) {
        return add(name, """
                var dag = Dag.named("%s").maxActiveRuns(1);
                dag.task("wait", context -> {
                    java.nio.file.Files.writeString(workspace.home().resolve("started"), "");
                    while (!java.nio.file.Files.exists(workspace.home().resolve("go"))) {
                        Thread.sleep(20);
                    }
                    return "went";
                });
                return dag.build();""".formatted(dagId));
    }
}
