package dev.cuesheet.localaws.spark.worker;

import dev.cuesheet.localaws.spi.CatalogAccess;
import dev.cuesheet.localaws.spi.JobRunner.Job;
import dev.cuesheet.localaws.spi.ObjectAccess;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** An AWS of plain folders: {@code objects/BUCKET/KEY} and {@code catalog/DATABASE/TABLE.json}; a role's name is its policy. */
public final class FolderAws implements JobAws {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Override
    public ObjectAccess objectsFor(Job job) {
        return new Objects(job.awsHome().resolve("objects"), job.roleArn());
    }

    @Override
    public CatalogAccess catalogFor(Job job) {
        return new Catalog(job.awsHome().resolve("catalog"));
    }

    public static CatalogAccess catalog(Path awsHome) {
        return new Catalog(awsHome.resolve("catalog"));
    }

    private record Objects(Path root, String role) implements ObjectAccess {

        private void allow(String action, String bucket, String key) {
            if (role.endsWith("/nobody")
                    || role.endsWith("/reader") && !action.startsWith("s3:Get") && !action.startsWith("s3:List")) {
                throw new AccessDenied(
                        "User: %s is not authorized to perform: %s on resource: \"arn:aws:s3:::%s/%s\" because no identity-based policy allows the %s action"
                                .formatted(role, action, bucket, key, action));
            }
            if (!Files.isDirectory(root.resolve(bucket))) {
                throw new NoSuchBucket(bucket);
            }
        }

        @Override
        public Stream<StoredObject> list(String bucket, String prefix) {
            allow("s3:ListBucket", bucket, "");
            var folder = root.resolve(bucket);
            try (Stream<Path> files = Files.walk(folder)) {
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

        private StoredObject stored(String bucket, String key) {
            try {
                var file = root.resolve(bucket).resolve(key);
                return new StoredObject(
                        bucket,
                        key,
                        Files.size(file),
                        "etag",
                        Files.getLastModifiedTime(file).toInstant());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Optional<StoredObject> find(String bucket, String key) {
            allow("s3:GetObject", bucket, key);
            return Files.isRegularFile(root.resolve(bucket).resolve(key))
                    ? Optional.of(stored(bucket, key))
                    : Optional.empty();
        }

        @Override
        public InputStream open(String bucket, String key, long offset) throws IOException {
            var channel = FileChannel.open(file(bucket, key));
            return Channels.newInputStream(channel.position(offset));
        }

        @Override
        public Path file(String bucket, String key) throws IOException {
            allow("s3:GetObject", bucket, key);
            var file = root.resolve(bucket).resolve(key);
            if (!Files.isRegularFile(file)) {
                throw new NoSuchKey(bucket, key);
            }
            return file;
        }

        @Override
        public Upload upload(String bucket, String key) throws IOException {
            allow("s3:PutObject", bucket, key);
            var draft = Files.createDirectories(root.resolveSibling("drafts"))
                    .resolve(UUID.randomUUID().toString());
            var bytes = new BufferedOutputStream(Files.newOutputStream(draft));
            return new Upload() {
                @Override
                public OutputStream stream() {
                    return bytes;
                }

                @Override
                public StoredObject commit() throws IOException {
                    bytes.close();
                    var file = root.resolve(bucket).resolve(key);
                    Files.createDirectories(file.getParent());
                    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
                    return stored(bucket, key);
                }

                @Override
                public void close() throws IOException {
                    bytes.close();
                    Files.deleteIfExists(draft);
                }
            };
        }

        @Override
        public void delete(String bucket, String key) throws IOException {
            allow("s3:DeleteObject", bucket, key);
            Files.deleteIfExists(root.resolve(bucket).resolve(key));
        }
    }

    private record Catalog(Path root) implements CatalogAccess {

        @Override
        public List<String> databases() {
            return names(root);
        }

        @Override
        public boolean hasDatabase(String database) {
            return Files.isDirectory(root.resolve(database));
        }

        @Override
        public List<String> tables(String database) {
            return names(root.resolve(database)).stream()
                    .filter(name -> name.endsWith(".json"))
                    .map(name -> name.replace(".json", ""))
                    .toList();
        }

        private static List<String> names(Path folder) {
            try (Stream<Path> files = Files.list(folder)) {
                return files.map(file -> file.getFileName().toString()).sorted().toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Optional<Table> table(String database, String name) {
            var file = root.resolve(database).resolve(name + ".json");
            return Files.exists(file) ? Optional.of(JSON.readValue(file.toFile(), Table.class)) : Optional.empty();
        }

        /** Every folder {@code key=value} below the table's location, one level deep. */
        @Override
        public List<Partition> partitions(String database, String table) {
            var location = table(database, table).orElseThrow().location();
            var folder = root.resolveSibling("objects").resolve(location.replaceFirst("s3://", ""));
            var partitions = new ArrayList<Partition>();
            for (var name : names(folder)) {
                if (name.contains("=")) {
                    partitions.add(
                            new Partition(List.of(name.substring(name.indexOf('=') + 1)), location + name + "/"));
                }
            }
            return partitions;
        }

        @Override
        public void putTable(Table table) {
            try {
                var folder = Files.createDirectories(root.resolve(table.database()));
                Files.write(folder.resolve(table.name() + ".json"), JSON.writeValueAsBytes(table));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public boolean dropTable(String database, String name) {
            try {
                return Files.deleteIfExists(root.resolve(database).resolve(name + ".json"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
