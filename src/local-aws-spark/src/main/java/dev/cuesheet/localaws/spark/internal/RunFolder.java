package dev.cuesheet.localaws.spark.internal;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.cuesheet.localaws.spi.JobRunner.Job;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * The files of one run. {@code request.json} is written once, before the worker hears of the run; {@code status.json}
 * is replaced whole, so a reader never meets half of it; {@code stop} asks the worker to stop; {@code log.txt} is all
 * that the job and Spark had to say.
 */
public record RunFolder(Path path) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public void writeRequest(Job job) {
        replace("request.json", job);
    }

    public Optional<Job> request() {
        return read("request.json", Job.class);
    }

    public void writeState(RunState state) {
        replace("status.json", state);
    }

    public Optional<RunState> state() {
        return read("status.json", RunState.class);
    }

    public void requestStop() {
        try {
            Files.write(path.resolve("stop"), new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot ask the run in " + path + " to stop", e);
        }
    }

    public boolean stopRequested() {
        return Files.exists(path.resolve("stop"));
    }

    public Path log() {
        return path.resolve("log.txt");
    }

    private void replace(String name, Object value) {
        var whole = path.resolve(name);
        var draft = path.resolve(name + "." + ProcessHandle.current().pid() + "-"
                + Thread.currentThread().getId() + ".tmp");
        try {
            try (var channel = FileChannel.open(draft, CREATE, TRUNCATE_EXISTING, WRITE)) {
                channel.write(ByteBuffer.wrap(JSON.writeValueAsBytes(value)));
            }
            Files.move(draft, whole, ATOMIC_MOVE, REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + whole, e);
        }
    }

    private <T> Optional<T> read(String name, Class<T> type) {
        var file = path.resolve(name);
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(file), type));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }
}
