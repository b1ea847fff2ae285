package dev.cuesheet.bench.jmh;

import dev.cuesheet.localaws.spi.ObjectAccess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Read-only buckets that are flat folders, so that a benchmark of their reader measures nothing else. */
record FolderObjects(Path root) implements ObjectAccess {

    @Override
    public Stream<StoredObject> list(String bucket, String prefix) {
        try (var files = Files.list(root.resolve(bucket))) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(key -> key.startsWith(prefix))
                    .sorted()
                    .flatMap(key -> find(bucket, key).stream())
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<StoredObject> find(String bucket, String key) {
        var file = file(bucket, key);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new StoredObject(
                    bucket,
                    key,
                    Files.size(file),
                    "",
                    Files.getLastModifiedTime(file).toInstant()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public InputStream open(String bucket, String key, long offset) throws IOException {
        var in = Files.newInputStream(file(bucket, key));
        in.skipNBytes(offset);
        return in;
    }

    @Override
    public Path file(String bucket, String key) {
        return root.resolve(bucket).resolve(key);
    }

    @Override
    public Upload upload(String bucket, String key) {
        throw new UnsupportedOperationException("read-only");
    }

    @Override
    public void delete(String bucket, String key) {
        throw new UnsupportedOperationException("read-only");
    }
}
