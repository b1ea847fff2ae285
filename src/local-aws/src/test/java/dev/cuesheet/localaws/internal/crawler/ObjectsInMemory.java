package dev.cuesheet.localaws.internal.crawler;

import dev.cuesheet.localaws.spi.ObjectAccess;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/** Objects in memory, without any question of who may: what inference is tried on. One bucket, {@code raw}. */
public final class ObjectsInMemory implements ObjectAccess {
    private final Map<String, byte[]> objects = new ConcurrentSkipListMap<>();

    public ObjectsInMemory put(String key, String text) {
        return put(key, text.getBytes(StandardCharsets.UTF_8));
    }

    public ObjectsInMemory put(String key, byte[] content) {
        objects.put(key, content);
        return this;
    }

    @Override
    public Stream<StoredObject> list(String bucket, String prefix) {
        check(bucket);
        return objects.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .map(entry -> stored(entry.getKey(), entry.getValue()));
    }

    @Override
    public Optional<StoredObject> find(String bucket, String key) {
        check(bucket);
        return Optional.ofNullable(objects.get(key)).map(content -> stored(key, content));
    }

    @Override
    public InputStream open(String bucket, String key, long offset) {
        check(bucket);
        var content = objects.get(key);
        return new ByteArrayInputStream(content, (int) offset, content.length - (int) offset);
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
        objects.remove(key);
    }

    private static void check(String bucket) {
        if (!bucket.equals("raw")) {
            throw new NoSuchBucket(bucket);
        }
    }

    private static StoredObject stored(String key, byte[] content) {
        return new StoredObject("raw", key, content.length, "", Instant.EPOCH);
    }
}
