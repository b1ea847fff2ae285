package dev.cuesheet.localaws.spark.worker.s3;

import dev.cuesheet.localaws.spi.ObjectAccess.Upload;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.Path;

/**
 * Objects that Spark's tasks have written and nobody may see yet. A task is told its file's name first ({@link
 * #expect}); what it then writes under that name is kept back when the file is closed, until the job as a whole commits
 * or drops it. Tasks and committer run in this JVM.
 */
public final class PendingObjects {
    private static final Set<Path> EXPECTED = ConcurrentHashMap.newKeySet();
    private static final Map<Path, Pending> WRITTEN = new ConcurrentHashMap<>();

    private record Pending(Upload upload, long size) {}

    private PendingObjects() {}

    static void expect(Path file) {
        EXPECTED.add(file);
    }

    static boolean isExpected(Path file) {
        return EXPECTED.contains(file);
    }

    static void keep(Path file, Upload upload, long size) throws IOException {
        if (EXPECTED.remove(file)) {
            WRITTEN.put(file, new Pending(upload, size));
        } else { // its task was aborted meanwhile
            upload.close();
        }
    }

    /** The size in bytes of a file that is written and pending. */
    static Optional<Long> size(Path file) {
        return Optional.ofNullable(WRITTEN.get(file)).map(Pending::size);
    }

    /** Lets the object appear. A task that wrote no row has written no file. */
    static void commit(Path file) throws IOException {
        EXPECTED.remove(file);
        var pending = WRITTEN.remove(file);
        if (pending != null) {
            try (var upload = pending.upload()) {
                upload.commit();
            }
        }
    }

    static void drop(Path file) throws IOException {
        EXPECTED.remove(file);
        var pending = WRITTEN.remove(file);
        if (pending != null) {
            pending.upload().close();
        }
    }

    /** After a job: whatever it left without word. */
    public static void dropAll() throws IOException {
        EXPECTED.clear();
        for (var file : Set.copyOf(WRITTEN.keySet())) {
            drop(file);
        }
    }
}
