package dev.cuesheet.cli.command;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.cuesheet.cli.CuesheetCommand;
import dev.cuesheet.cli.Home;
import dev.cuesheet.cli.Installation;
import dev.cuesheet.cli.aws.LocalAwsParts;
import dev.cuesheet.localaws.spark.ShippedClasses;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;

/**
 * One run of a DAG for the JVM's sake: this program and its Spark worker each leave an archive of the classes that they
 * loaded, from which later ones start. Used by one thread.
 */
final class Training {
    private static final String FOLDER = "training-";

    private final String dag;
    private final Path dagsFolder;
    private final Installation installation;
    private final PrintStream err;
    private final Path cache;

    private Training(String dag, Path dagsFolder, Installation installation, PrintStream err, Path cache) {
        this.dag = dag;
        this.dagsFolder = dagsFolder;
        this.installation = installation;
        this.err = err;
        this.cache = cache;
    }

    /** @param cache an existing folder, to work in */
    static Training of(String dag, CuesheetCommand root, Path cache) {
        return new Training(
                dag, root.dagsFolder(), root.installation(), root.shell().err(), cache);
    }

    /** Speed is all that is lost when it fails, so that only says so. */
    void takePlaceIfNeeded() throws IOException, InterruptedException {
        deleteWhatAKilledTrainingLeft();
        var home = new Home(Files.createTempDirectory(cache, FOLDER));
        try {
            var spark = new ShippedClasses(LocalAwsParts.sparkWorker(home, installation));
            if (spark.areThere() && isFresh(installation.classArchive())) {
                return;
            }
            err.printf("Running %s once, so that it starts faster from now on ...%n", dag);
            var log = home.folder().resolve("training.log");
            var archive = home.folder().resolve("classes.jsa");
            if (run(home, archive, log) == 0 && (spark.areThere() || spark.takeFrom(home.aws()))) {
                Files.move(archive, installation.classArchive(), ATOMIC_MOVE, REPLACE_EXISTING);
            } else {
                err.printf("Runs will start slower: %s%n", Files.readString(log));
            }
        } finally {
            delete(home.folder());
        }
    }

    /** Nothing of the user's shell is let in: its variables may name another AWS. */
    private int run(Home home, Path archive, Path log) throws IOException, InterruptedException {
        var command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + installation.jvmOptions(),
                        "-XX:ArchiveClassesAtExit=" + archive,
                        "-jar",
                        installation.jar().toString(),
                        "run-dag",
                        dag,
                        "--home",
                        home.folder().toString(),
                        "--dags-folder",
                        dagsFolder.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        command.environment().clear();
        return command.start().waitFor();
    }

    private boolean isFresh(Path archive) throws IOException {
        if (!Files.exists(archive)) {
            return false;
        }
        var made = Files.getLastModifiedTime(archive);
        try (var libraries = Files.list(installation.libraries())) {
            for (var jar : libraries.toList()) {
                if (isNewer(jar, made)) {
                    return false;
                }
            }
        }
        return !isNewer(installation.jar(), made);
    }

    private static boolean isNewer(Path file, FileTime than) throws IOException {
        return Files.getLastModifiedTime(file).compareTo(than) > 0;
    }

    private void deleteWhatAKilledTrainingLeft() throws IOException {
        try (var left = Files.newDirectoryStream(cache, FOLDER + "*")) {
            for (var folder : left) {
                delete(folder);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
