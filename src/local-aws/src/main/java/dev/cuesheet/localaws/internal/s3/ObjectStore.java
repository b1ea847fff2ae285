package dev.cuesheet.localaws.internal.s3;

import java.nio.file.Path;
import java.time.Clock;

/** Buckets and objects in a folder. */
public final class ObjectStore {
    final Path folder;
    final Clock clock;

    public ObjectStore(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }
}
