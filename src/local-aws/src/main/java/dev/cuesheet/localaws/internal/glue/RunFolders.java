package dev.cuesheet.localaws.internal.glue;

import dev.cuesheet.localaws.internal.state.AtomicFiles;
import dev.cuesheet.localaws.internal.state.FolderLock;
import dev.cuesheet.localaws.internal.state.Json;
import dev.cuesheet.localaws.internal.state.SafeNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The folders of runs, {@code runs/<job>/<run>/}, and the {@code run.json} in each, which says what was asked for. The
 * runner keeps its own files beside it. Safe to share between threads.
 */
final class RunFolders {
    private static final String RECORD = "run.json";

    private final Path folder;
    private final SafeNames names = SafeNames.caseFolding();

    RunFolders(Path folder) {
        this.folder = folder;
    }

    Path of(String job, String run) {
        return names.resolve(names.resolve(folder, job), run);
    }

    /** Keeps starts of one job apart. */
    <R> R exclusively(String job, Supplier<R> work) {
        try {
            return FolderLock.of(folder).holding(job, work::get);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot lock the runs of job " + job + " in " + folder, e);
        }
    }

    /** Writes what is known of the run; on return it is on the disk. */
    void put(ObjectNode record) {
        var file = of(record.path("JobName").asString(), record.path("Id").asString())
                .resolve(RECORD);
        try {
            AtomicFiles.write(file, Json.mapper().writeValueAsBytes(record));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot record the run in " + file, e);
        }
    }

    /** Adds to what is known of a recorded run. Others may be doing the same, so the record is read anew. */
    void note(ObjectNode record, String field, JsonNode value) {
        var job = record.path("JobName").asString();
        exclusively(job, () -> {
            find(job, record.path("Id").asString()).ifPresent(latest -> {
                latest.set(field, value);
                put(latest);
            });
            return field;
        });
    }

    Optional<ObjectNode> find(String job, String run) {
        return read(of(job, run));
    }

    /** Every recorded run of the job, newest first. */
    List<ObjectNode> all(String job) {
        var runs = new ArrayList<ObjectNode>();
        try {
            names.forEach(names.resolve(folder, job), (name, path) -> read(path).ifPresent(runs::add));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list the runs of job " + job + " in " + folder, e);
        }
        runs.sort(Comparator.comparing(RunFolders::newestFirst));
        return runs;
    }

    /** A text that sorts runs, newest first. */
    static String newestFirst(ObjectNode record) {
        long millis = Math.round(record.path("StartedOn").asDouble() * 1000);
        return "%019d %s".formatted(Long.MAX_VALUE - millis, record.path("Id").asString());
    }

    private static Optional<ObjectNode> read(Path runFolder) {
        var file = runFolder.resolve(RECORD);
        try {
            return Files.isDirectory(runFolder)
                    ? Optional.of((ObjectNode) Json.mapper().readTree(Files.readAllBytes(file)))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the run in " + file, e);
        }
    }
}
