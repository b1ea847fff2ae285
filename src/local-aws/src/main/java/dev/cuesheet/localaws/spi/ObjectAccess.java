package dev.cuesheet.localaws.spi;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The objects of the local S3 as one identity may see them: every call is first put to IAM, exactly as a request over
 * HTTP would be. Implementations are safe to share between threads, and several processes may work on the same store.
 *
 * <p>Every method throws {@link AccessDenied} when the identity lacks the permission and {@link NoSuchBucket} when the
 * bucket is absent.
 */
public interface ObjectAccess {

    /** One stored object. */
    record StoredObject(String bucket, String key, long size, String etag, Instant lastModified) {}

    /** An object being written: it appears, whole, when {@link #commit} returns, and not at all otherwise. */
    interface Upload extends AutoCloseable {
        java.io.OutputStream stream();

        StoredObject commit() throws IOException;

        /** Drops what was written unless it was committed. */
        @Override
        void close() throws IOException;
    }

    /** Lists every object whose key starts with the prefix, in UTF-8 byte order of keys. Needs {@code s3:ListBucket}. */
    Stream<StoredObject> list(String bucket, String prefix);

    /** Looks one object up; empty when there is none. Needs {@code s3:GetObject}. */
    Optional<StoredObject> find(String bucket, String key);

    /** Opens the object at the offset, in bytes. Needs {@code s3:GetObject}. */
    InputStream open(String bucket, String key, long offset) throws IOException;

    /** The file that holds the object's bytes, for readers that want a path; it must not be changed. Needs {@code s3:GetObject}. */
    Path file(String bucket, String key) throws IOException;

    /** Starts writing one object. Needs {@code s3:PutObject}. */
    Upload upload(String bucket, String key) throws IOException;

    /** Removes the object; succeeds when it is already gone. Needs {@code s3:DeleteObject}. */
    void delete(String bucket, String key) throws IOException;

    /** IAM said no. The message is AWS's: who, which action, on what, and why. */
    final class AccessDenied extends RuntimeException {
        private static final long serialVersionUID = 1;

        public AccessDenied(String message) {
            super(message);
        }
    }

    /** There is no such bucket. */
    final class NoSuchBucket extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final String bucket;

        public NoSuchBucket(String bucket) {
            super("The specified bucket does not exist: " + bucket);
            this.bucket = bucket;
        }

        public String bucket() {
            return bucket;
        }
    }

    /** There is no object under the key. */
    final class NoSuchKey extends IOException {
        private static final long serialVersionUID = 1;

        public NoSuchKey(String bucket, String key) {
            super("The specified key does not exist: s3://" + bucket + "/" + key);
        }
    }
}
