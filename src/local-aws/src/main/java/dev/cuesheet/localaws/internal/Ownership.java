package dev.cuesheet.localaws.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cuesheet.localaws.LocalAwsException;
import dev.cuesheet.localaws.LocalAwsInUseException;
import dev.cuesheet.localaws.internal.iam.Account;
import dev.cuesheet.localaws.internal.state.AtomicFiles;
import dev.cuesheet.localaws.internal.state.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * One process owns a state folder: it holds the lock on {@code owner.lock}, which the system takes back from a process
 * that dies, and says in {@code endpoint.json} where it answers. {@code account.properties} stays, for those who only read.
 */
public final class Ownership implements AutoCloseable {
    private static final String LOCK = "owner.lock";
    private static final String ENDPOINT = "endpoint.json";
    private static final String ACCOUNT = "account.properties";

    private final Path home;
    private final FileChannel channel;

    private Ownership(Path home, FileChannel channel) {
        this.home = home;
        this.channel = channel;
    }

    /**
     * Takes the folder, which is made when missing.
     *
     * @throws LocalAwsInUseException when it has an owner
     * @throws LocalAwsException when it cannot be written, or belongs to another account
     */
    public static Ownership take(Path home, Account account) {
        try {
            Files.createDirectories(home);
            var channel = FileChannel.open(home.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isLocked(channel)) {
                channel.close();
                throw inUse(home);
            }
            var ownership = new Ownership(home, channel);
            try {
                Files.deleteIfExists(home.resolve(ENDPOINT));
                ownership.recordAccount(account);
                return ownership;
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new LocalAwsException(
                    "Cannot use %s as the state folder of the local AWS: %s. Choose a folder that can be written."
                            .formatted(home, e),
                    e);
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static LocalAwsInUseException inUse(Path home) {
        var owner = read(home.resolve(ENDPOINT));
        return new LocalAwsInUseException(
                home,
                owner.map(json -> URI.create(json.path("endpoint").asString())),
                owner.map(json -> OptionalLong.of(json.path("pid").asLong())).orElse(OptionalLong.empty()));
    }

    private void recordAccount(Account account) throws IOException {
        var recorded = account(home);
        if (recorded.isPresent() && !recorded.get().id().equals(account.id())) {
            throw new LocalAwsException(
                    "The local AWS state in %s belongs to account %s, not %s. Use that account or another state folder."
                            .formatted(home, recorded.get().id(), account.id()),
                    null);
        }
        if (recorded.isEmpty() || !recorded.get().region().equals(account.region())) {
            var lines = "id=%s%nregion=%s%n".formatted(account.id(), account.region());
            AtomicFiles.write(home.resolve(ACCOUNT), lines.getBytes(UTF_8));
        }
    }

    /** The account of a state folder, without its root's key; empty when the folder never had an owner. */
    public static Optional<Account> account(Path home) {
        try (var reader = Files.newBufferedReader(home.resolve(ACCOUNT))) {
            var lines = new Properties();
            lines.load(reader);
            return Optional.of(new Account(lines.getProperty("id", ""), lines.getProperty("region", ""), "", ""));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(home.resolve(ACCOUNT), e);
        }
    }

    /** Tells others where the owner answers. */
    public void announce(URI endpoint) throws IOException {
        var json = "{\"endpoint\": \"%s\", \"pid\": %d}%n"
                .formatted(endpoint, ProcessHandle.current().pid());
        AtomicFiles.write(home.resolve(ENDPOINT), json.getBytes(UTF_8));
    }

    private static Optional<JsonNode> read(Path file) {
        try {
            return Optional.of(Json.mapper().readTree(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | JacksonException e) {
            throw unreadable(file, e);
        }
    }

    private static LocalAwsException unreadable(Path file, Exception cause) {
        return new LocalAwsException(
                "Cannot read " + file + ": " + cause.getMessage() + ". Repair or remove it.", cause);
    }

    /** Lets go of the folder. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(home.resolve(ENDPOINT));
        channel.close();
    }
}
