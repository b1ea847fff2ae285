package dev.cuesheet.localaws.internal.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Files that change as a whole: a reader, or a crash, meets the old content or the new one and nothing between. */
public final class AtomicFiles {
    private static final AtomicLong SEQUENCE = new AtomicLong();
    private static final String TEMPORARY = ".tmp-";
    private static final Set<StandardOpenOption> NEW_FILE =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    private static final FileAttribute<?>[] ANYBODY = {};
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private AtomicFiles() {}

    /**
     * Replaces the file's content, so that even a power failure leaves the old content or the new one. Makes missing
     * folders.
     */
    public static void write(Path file, byte[] content) throws IOException {
        write(file, content, true, ANYBODY);
    }

    /**
     * Replaces the file's content without waiting for the disk: a power failure may leave an empty file, the death of the
     * process may not. For what can be worked out again. Makes missing folders.
     */
    public static void writeUnsynced(Path file, byte[] content) throws IOException {
        write(file, content, false, ANYBODY);
    }

    /** The same for secrets: nobody but the file's owner may read it, from its first moment on. */
    public static void writeOwnerOnly(Path file, byte[] content) throws IOException {
        var posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        write(file, content, true, posix ? new FileAttribute<?>[] {OWNER_ONLY} : ANYBODY);
    }

    private static void write(Path file, byte[] content, boolean synced, FileAttribute<?>[] attributes)
            throws IOException {
        while (true) {
            Files.createDirectories(file.getParent());
            var temporary = temporaryIn(file.getParent());
            try {
                try (var channel = FileChannel.open(temporary, NEW_FILE, attributes)) {
                    var bytes = ByteBuffer.wrap(content);
                    while (bytes.hasRemaining()) {
                        channel.write(bytes);
                    }
                    if (synced) {
                        channel.force(false);
                    }
                }
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
                return;
            } catch (NoSuchFileException e) {
                // somebody removed the empty folder between our making it and our using it
                if (Files.isDirectory(file.getParent())) {
                    throw e;
                }
            } finally {
                Files.deleteIfExists(temporary);
            }
        }
    }

    /** A name in the folder that nobody else uses, in this process or another one, and that {@link #isAbandoned} knows. */
    public static Path temporaryIn(Path folder) {
        return folder.resolve(
                TEMPORARY + ProcessHandle.current().pid() + "-" + Long.toString(SEQUENCE.incrementAndGet(), 36));
    }

    /** Whether the file is left over from a write by a process that has since died. */
    public static boolean isAbandoned(Path file) {
        var name = file.getFileName().toString();
        if (!name.startsWith(TEMPORARY)) {
            return false;
        }
        try {
            var pid = Long.parseLong(name.substring(TEMPORARY.length(), name.indexOf('-', TEMPORARY.length())));
            return ProcessHandle.of(pid).isEmpty();
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            return false;
        }
    }
}
