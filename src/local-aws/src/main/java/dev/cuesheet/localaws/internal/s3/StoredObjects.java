package dev.cuesheet.localaws.internal.s3;

import dev.cuesheet.localaws.internal.iam.Authorizer;
import dev.cuesheet.localaws.internal.iam.Caller;
import dev.cuesheet.localaws.spi.ObjectAccess;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The object store as one identity may see it. */
public final class StoredObjects implements ObjectAccess {
    private final ObjectStore store;
    private final Authorizer authorizer;
    private final Caller caller;

    public StoredObjects(ObjectStore store, Authorizer authorizer, Caller caller) {
        this.store = store;
        this.authorizer = authorizer;
        this.caller = caller;
    }

    @Override
    public Stream<StoredObject> list(String bucket, String prefix) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<StoredObject> find(String bucket, String key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public InputStream open(String bucket, String key, long offset) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Path file(String bucket, String key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Upload upload(String bucket, String key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void delete(String bucket, String key) {
        throw new UnsupportedOperationException();
    }
}
