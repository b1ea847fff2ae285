package dev.cuesheet.localaws.duckdb;

import dev.cuesheet.localaws.spi.ObjectAccess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Buckets that are folders: real files under a temporary directory. */
final class FolderObjects implements ObjectAccess {
    private final Path root;
    private final boolean readable;

    FolderObjects(Path root, boolean readable) {
        this.root = root;
        this.readable = readable;
    }

    @Override
    public Stream<StoredObject> list(String bucket, String prefix) {
        var folder = bucket(bucket);
        try (var files = Files.walk(folder)) {
            return files
                    .filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .filter(key -> key.startsWith(prefix))
                    .sorted()
                    .map(key -> stored(bucket, key))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path bucket(String bucket) {
        var folder = root.resolve(bucket);
        if (!Files.isDirectory(folder)) {
            throw new NoSuchBucket(bucket);
        }
        return folder;
    }

    private StoredObject stored(String bucket, String key) {
        try {
            var file = bucket(bucket).resolve(key);
            return new StoredObject(
                    bucket,
                    key,
                    Files.size(file),
                    "",
                    Files.getLastModifiedTime(file).toInstant());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<StoredObject> find(String bucket, String key) {
        if (!readable) {
            throw new AccessDenied("User: reader is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::"
                    + bucket + "/" + key);
        }
        return Files.isRegularFile(bucket(bucket).resolve(key)) ? Optional.of(stored(bucket, key)) : Optional.empty();
    }

    @Override
    public InputStream open(String bucket, String key, long offset) throws IOException {
        var in = Files.newInputStream(file(bucket, key));
        in.skipNBytes(offset);
        return in;
    }

    @Override
    public Path file(String bucket, String key) throws IOException {
        if (find(bucket, key).isEmpty()) {
            throw new NoSuchKey(bucket, key);
        }
        return bucket(bucket).resolve(key);
    }

    @Override
    public Upload upload(String bucket, String key) {
        var bytes = new ByteArrayOutputStream();
        return new Upload() {
            @Override
            public OutputStream stream() {
                return bytes;
            }

            @Override
            public StoredObject commit() throws IOException {
                var file = bucket(bucket).resolve(key);
                Files.createDirectories(file.getParent());
                Files.write(file, bytes.toByteArray());
                return stored(bucket, key);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void delete(String bucket, String key) throws IOException {
        Files.deleteIfExists(bucket(bucket).resolve(key));
    }
}
