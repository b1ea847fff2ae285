package dev.cuesheet.localaws.internal.s3;

import dev.cuesheet.localaws.internal.iam.Authorizer;
import dev.cuesheet.localaws.internal.iam.Caller;
import dev.cuesheet.localaws.internal.s3.ObjectStore.Found;
import dev.cuesheet.localaws.spi.ObjectAccess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The object store as one identity may see it. Safe to share between threads. */
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
        checkBucket(bucket);
        authorize("s3:ListBucket", S3Address.arn(bucket), Map.of("s3:prefix", prefix));
        try {
            return StreamSupport.stream(new Walked(bucket, store.keys(bucket, prefix, "")), false);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list s3://" + bucket + "/" + prefix, e);
        }
    }

    /** The objects behind the keys of a walk, read one by one. */
    private final class Walked extends Spliterators.AbstractSpliterator<StoredObject> {
        private final String bucket;
        private final KeyWalk keys;

        Walked(String bucket, KeyWalk keys) {
            super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL);
            this.bucket = bucket;
            this.keys = keys;
        }

        @Override
        public boolean tryAdvance(Consumer<? super StoredObject> action) {
            try {
                for (var key = keys.next(); key != null; key = keys.next()) {
                    var found = store.find(bucket, key);
                    if (found.isPresent()) {
                        action.accept(stored(bucket, key, found.get().metadata()));
                        return true;
                    }
                }
                return false;
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot list s3://" + bucket, e);
            }
        }
    }

    @Override
    public Optional<StoredObject> find(String bucket, String key) {
        checkBucket(bucket);
        authorizeObject("s3:GetObject", bucket, key);
        try {
            return store.find(bucket, key).map(found -> stored(bucket, key, found.metadata()));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot look up s3://" + bucket + "/" + key, e);
        }
    }

    @Override
    public InputStream open(String bucket, String key, long offset) throws IOException {
        checkBucket(bucket);
        authorizeObject("s3:GetObject", bucket, key);
        var bytes = store.open(bucket, key)
                .orElseThrow(() -> new NoSuchKey(bucket, key))
                .bytes();
        return Channels.newInputStream(bytes.position(offset));
    }

    @Override
    public Path file(String bucket, String key) throws IOException {
        checkBucket(bucket);
        authorizeObject("s3:GetObject", bucket, key);
        return store.find(bucket, key).map(Found::file).orElseThrow(() -> new NoSuchKey(bucket, key));
    }

    @Override
    public Upload upload(String bucket, String key) throws IOException {
        checkBucket(bucket);
        authorizeObject("s3:PutObject", bucket, key);
        var staged = store.stage(Set.of());
        return new Upload() {
            @Override
            public OutputStream stream() {
                return staged;
            }

            @Override
            public StoredObject commit() throws IOException {
                staged.finish();
                var written = store.commit(
                        staged,
                        bucket,
                        key,
                        WriteCondition.NONE,
                        at -> new ObjectMetadata(
                                staged.size(),
                                staged.etag(),
                                at,
                                ObjectMetadata.Attributes.NONE,
                                Map.of(),
                                Optional.empty(),
                                List.of()));
                return stored(bucket, key, written);
            }

            @Override
            public void close() throws IOException {
                staged.close();
            }
        };
    }

    @Override
    public void delete(String bucket, String key) throws IOException {
        checkBucket(bucket);
        authorizeObject("s3:DeleteObject", bucket, key);
        store.delete(bucket, key, WriteCondition.NONE);
    }

    private static StoredObject stored(String bucket, String key, ObjectMetadata metadata) {
        return new StoredObject(bucket, key, metadata.size(), metadata.etag(), metadata.lastModified());
    }

    private void checkBucket(String bucket) {
        if (!Buckets.isName(bucket) || !store.buckets().exists(bucket)) {
            throw new NoSuchBucket(bucket);
        }
    }

    private void authorizeObject(String action, String bucket, String key) {
        authorize(action, S3Address.arn(bucket, key), Map.of());
    }

    private void authorize(String action, String arn, Map<String, String> context) {
        try {
            authorizer.check(caller, action, arn, context);
        } catch (Authorizer.Denied denied) {
            throw new AccessDenied(denied.getMessage());
        }
    }
}
