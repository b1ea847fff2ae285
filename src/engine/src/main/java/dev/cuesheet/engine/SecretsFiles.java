package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.engine.internal.json.PlainJson;
import dev.cuesheet.engine.internal.secrets.ConnectionJson;
import dev.cuesheet.engine.spi.SecretsSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Variables and connections in two JSON files of a folder, in the form of Airflow's local filesystem backend:
 * {@code variables.json} maps names to values, {@code connections.json} maps ids to URIs or objects. Files are read each
 * time, and replaced as a whole, readable to their owner alone. Safe to share between threads and processes.
 */
public final class SecretsFiles implements SecretsSource {
    /** A file lock is the process's, so its threads need another. */
    private static final ReentrantLock WRITING = new ReentrantLock();

    private final Path folder;

    private SecretsFiles(Path folder) {
        this.folder = requireNonNull(folder, "folder");
    }

    /** The files of that folder. Neither they nor the folder need be there. */
    public static SecretsFiles in(Path folder) {
        return new SecretsFiles(folder);
    }

    @Override
    public Optional<String> variable(String name) {
        return Optional.ofNullable(variables().get(name));
    }

    @Override
    public Optional<Connection> connection(String id) {
        var written = read(connectionsFile());
        return written.containsKey(id) ? Optional.of(parsed(id, written.get(id))) : Optional.empty();
    }

    @Override
    public String placeOfVariable(String name) {
        return "the file " + variablesFile();
    }

    @Override
    public String placeOfConnection(String id) {
        return "the file " + connectionsFile();
    }

    /** Every variable by its name, in the order of names. A value that is not text is told as JSON. */
    public Map<String, String> variables() {
        return variablesOf(variablesFile());
    }

    /**
     * The variables of any file of the same form, such as one that Airflow has exported.
     *
     * @throws EngineException when there is no such file, or it is of another form
     */
    public static Map<String, String> variablesIn(Path file) {
        if (!Files.exists(file)) {
            throw new EngineException("there is no file " + file);
        }
        return variablesOf(file);
    }

    /** Writes all variables to a file of the same form, readable to its owner alone. */
    public void exportVariables(Path file) {
        try {
            replace(file, PlainJson.writeIndented(new TreeMap<>(read(variablesFile()))));
        } catch (IOException e) {
            throw new EngineException("cannot write %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static Map<String, String> variablesOf(Path file) {
        var variables = new TreeMap<String, String>();
        read(file)
                .forEach((name, value) ->
                        variables.put(name, value instanceof String text ? text : PlainJson.write(value)));
        return Collections.unmodifiableMap(variables);
    }

    /** Every connection by its id, in the order of ids. */
    public Map<String, Connection> connections() {
        var connections = new TreeMap<String, Connection>();
        read(connectionsFile()).forEach((id, written) -> connections.put(id, parsed(id, written)));
        return Collections.unmodifiableMap(connections);
    }

    /** Adds the variables, or gives those that are there new values. */
    public void putVariables(Map<String, String> variables) {
        change(variablesFile(), file -> file.putAll(variables));
    }

    /** Forgets the variable. Returns whether it was there. */
    public boolean removeVariable(String name) {
        return remove(variablesFile(), name);
    }

    /** Adds the connection, or replaces the one of its id. */
    public void putConnection(Connection connection) {
        change(connectionsFile(), file -> file.put(connection.id(), ConnectionJson.write(connection)));
    }

    /** Forgets the connection. Returns whether it was there. */
    public boolean removeConnection(String id) {
        return remove(connectionsFile(), id);
    }

    private Path variablesFile() {
        return folder.resolve("variables.json");
    }

    private Path connectionsFile() {
        return folder.resolve("connections.json");
    }

    private Connection parsed(String id, @Nullable Object written) {
        try {
            return ConnectionJson.parse(id, written);
        } catch (IllegalArgumentException e) {
            throw new EngineException(
                    "connection \"%s\" in %s cannot be read: %s".formatted(id, connectionsFile(), e.getMessage()), e);
        }
    }

    private static Map<String, @Nullable Object> read(Path file) {
        try {
            var members = new LinkedHashMap<String, @Nullable Object>();
            if (!(PlainJson.read(Files.readString(file)) instanceof Map<?, ?> map)) {
                throw new IllegalArgumentException("it must be a JSON object");
            }
            map.forEach((name, value) -> members.put(String.valueOf(name), value));
            return members;
        } catch (NoSuchFileException e) {
            return Map.of();
        } catch (IOException e) {
            throw new EngineException("cannot read %s: %s".formatted(file, e.getMessage()), e);
        } catch (IllegalArgumentException e) {
            throw new EngineException("cannot read %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private boolean remove(Path file, String name) {
        if (!read(file).containsKey(name)) {
            return false;
        }
        change(file, members -> members.remove(name));
        return true;
    }

    private void change(Path file, Consumer<Map<String, @Nullable Object>> change) {
        WRITING.lock();
        try {
            Files.createDirectories(folder);
            try (var channel = FileChannel.open(
                            folder.resolve(".secrets.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var held = channel.lock()) {
                var members = new TreeMap<>(read(file));
                change.accept(members);
                if (!held.isValid()) {
                    throw new IOException("the lock beside it was lost");
                }
                replace(file, PlainJson.writeIndented(members));
            }
        } catch (IOException e) {
            throw new EngineException("cannot write %s: %s".formatted(file, e.getMessage()), e);
        } finally {
            WRITING.unlock();
        }
    }

    /** Nobody but the owner may read the file, from its first moment on. */
    private static void replace(Path file, String content) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var attributes = posix ? new FileAttribute<?>[] {ownerOnly} : new FileAttribute<?>[0];
        var temporary = file.resolveSibling(
                ".%s.%d".formatted(file.getFileName(), ProcessHandle.current().pid()));
        Files.deleteIfExists(temporary);
        try {
            try (var channel = FileChannel.open(
                    temporary, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
                var bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(false);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
