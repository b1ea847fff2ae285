package dev.cuesheet.localaws.spark.worker.s3;

import dev.cuesheet.localaws.spark.worker.CurrentJob;
import dev.cuesheet.localaws.spi.ObjectAccess;
import dev.cuesheet.localaws.spi.ObjectAccess.StoredObject;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.util.LinkedHashMap;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathFilter;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.util.Progressable;
import org.apache.hadoop.util.functional.RemoteIterators;

/**
 * {@code s3://bucket/key} on the local S3, straight from its files; IAM is asked at every call as it would be over HTTP.
 * A folder is what its keys make of it: it exists while something lies below it, {@code mkdirs} leaves no trace, and a
 * rename copies. Safe to share between threads.
 */
public final class ObjectFileSystem extends FileSystem {
    private static final long BLOCK = 64L << 20;

    private URI uri = URI.create("s3://unset");
    private Path workingDirectory = new Path("/");

    @Override
    public void initialize(URI name, Configuration conf) throws IOException {
        super.initialize(name, conf);
        setConf(conf);
        uri = URI.create(name.getScheme() + "://" + name.getAuthority());
        workingDirectory = new Path(uri.toString(), "/");
    }

    @Override
    public URI getUri() {
        return uri;
    }

    @Override
    public String getScheme() {
        return uri.getScheme();
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
        var at = at(path);
        return asking(() ->
                new FSDataInputStream(new ObjectInputStream(objects().file(at.bucket(), at.key()), statistics)));
    }

    @Override
    public FSDataOutputStream create(
            Path path,
            FsPermission permission,
            boolean overwrite,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress)
            throws IOException {
        var file = makeQualified(path);
        var at = at(path);
        if (!overwrite && asking(() -> objects().find(at.bucket(), at.key())).isPresent()) {
            throw new FileAlreadyExistsException(at.toString());
        }
        ObjectOutputStream.AtClose atClose = PendingObjects.isExpected(file)
                ? (upload, size) -> PendingObjects.keep(file, upload, size)
                : (upload, size) -> {
                    try (upload) {
                        upload.commit();
                    }
                };
        return asking(() -> new FSDataOutputStream(
                new ObjectOutputStream(objects().upload(at.bucket(), at.key()), atClose), statistics));
    }

    @Override
    public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
        throw new UnsupportedOperationException("S3 cannot append to an object: " + path);
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
        var source = at(from);
        var target = at(to);
        if (asking(() -> objects().find(source.bucket(), source.key())).isPresent()) {
            move(source, isFolder(target) ? child(target, source.fileName()) : target);
            return true;
        }
        var moved = below(source);
        for (var object : moved) {
            var rest = object.key().substring(source.prefix().length());
            move(new ObjectLocation(object.bucket(), object.key()), child(target, rest));
        }
        return !moved.isEmpty();
    }

    private static ObjectLocation child(ObjectLocation folder, String rest) {
        return new ObjectLocation(folder.bucket(), folder.prefix() + rest);
    }

    private static void move(ObjectLocation from, ObjectLocation to) throws IOException {
        asking(() -> {
            try (var bytes = objects().open(from.bucket(), from.key(), 0);
                    var upload = objects().upload(to.bucket(), to.key())) {
                bytes.transferTo(upload.stream());
                upload.commit();
            }
            objects().delete(from.bucket(), from.key());
            return to;
        });
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
        var at = at(path);
        if (!at.key().isEmpty()
                && asking(() -> objects().find(at.bucket(), at.key())).isPresent()) {
            delete(at);
            return true;
        }
        var found = below(at);
        if (!recursive && found.stream().anyMatch(object -> !object.key().equals(at.prefix()))) {
            throw new IOException("Cannot delete " + at + ": it is not empty");
        }
        for (var object : found) {
            delete(new ObjectLocation(object.bucket(), object.key()));
        }
        return !found.isEmpty();
    }

    static void delete(ObjectLocation at) throws IOException {
        asking(() -> {
            objects().delete(at.bucket(), at.key());
            return at;
        });
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        var at = at(path);
        var children = new LinkedHashMap<String, FileStatus>();
        var objects = below(at);
        for (var object : objects) {
            var rest = object.key().substring(at.prefix().length());
            var slash = rest.indexOf('/');
            if (slash > 0) {
                children.computeIfAbsent(rest.substring(0, slash), name -> folder(new Path(path, name)));
            } else if (!rest.isEmpty() && slash < 0) {
                children.putIfAbsent(rest, file(new Path(path, rest), object));
            }
        }
        if (objects.isEmpty()) {
            return new FileStatus[] {getFileStatus(path)};
        }
        return children.values().toArray(FileStatus[]::new);
    }

    /** One listing for the whole tree, where the inherited walk would ask folder by folder. */
    @Override
    public RemoteIterator<LocatedFileStatus> listFiles(Path path, boolean recursive) throws IOException {
        if (!recursive) {
            return super.listFiles(path, false);
        }
        var at = at(path);
        return RemoteIterators.remoteIteratorFromIterable(below(at).stream()
                .filter(object -> !object.key().endsWith("/"))
                .map(object -> located(file(pathOf(object), object)))
                .toList());
    }

    @Override
    protected RemoteIterator<LocatedFileStatus> listLocatedStatus(Path path, PathFilter filter) throws IOException {
        return RemoteIterators.remoteIteratorFromIterable(List.of(listStatus(path)).stream()
                .filter(status -> filter.accept(status.getPath()))
                .map(ObjectFileSystem::located)
                .toList());
    }

    private static LocatedFileStatus located(FileStatus status) {
        return new LocatedFileStatus(status, status.isFile() ? blocks(status) : new BlockLocation[0]);
    }

    private static BlockLocation[] blocks(FileStatus status) {
        return new BlockLocation[] {
            new BlockLocation(new String[] {"localhost:9866"}, new String[] {"localhost"}, 0, status.getLen())
        };
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
        var at = at(path);
        var pending = PendingObjects.size(makeQualified(path));
        if (pending.isPresent()) {
            return new FileStatus(pending.get(), false, 1, BLOCK, 0, makeQualified(path));
        }
        if (!at.key().isEmpty()) {
            var object = asking(() -> objects().find(at.bucket(), at.key()));
            if (object.isPresent()) {
                return file(path, object.get());
            }
        }
        if (isFolder(at)) {
            return folder(path);
        }
        throw new FileNotFoundException("No such file or directory: " + at);
    }

    private boolean isFolder(ObjectLocation at) throws IOException {
        return at.key().isEmpty()
                || asking(() -> {
                    try (var found = objects().list(at.bucket(), at.prefix())) {
                        return found.findAny().isPresent();
                    }
                });
    }

    private static List<StoredObject> below(ObjectLocation at) throws IOException {
        return asking(() -> {
            try (var found = objects().list(at.bucket(), at.prefix())) {
                return found.toList();
            }
        });
    }

    private FileStatus file(Path path, StoredObject object) {
        return new FileStatus(
                object.size(), false, 1, BLOCK, object.lastModified().toEpochMilli(), makeQualified(path));
    }

    private FileStatus folder(Path path) {
        return new FileStatus(0, true, 1, BLOCK, 0, makeQualified(path));
    }

    private Path pathOf(StoredObject object) {
        return new Path(uri.getScheme(), object.bucket(), "/" + object.key());
    }

    /** There are no folders to make. */
    @Override
    public boolean mkdirs(Path path, FsPermission permission) {
        return true;
    }

    @Override
    public void setWorkingDirectory(Path path) {
        workingDirectory = makeQualified(path);
    }

    @Override
    public Path getWorkingDirectory() {
        return workingDirectory;
    }

    @Override
    public long getDefaultBlockSize(Path path) {
        return BLOCK;
    }

    private ObjectLocation at(Path path) {
        return ObjectLocation.of(uri, makeQualified(path));
    }

    private static ObjectAccess objects() {
        return CurrentJob.objects();
    }

    @FunctionalInterface
    private interface Request<T> {
        T send() throws IOException;
    }

    /** S3's refusals in Hadoop's terms. */
    private static <T> T asking(Request<T> request) throws IOException {
        try {
            return request.send();
        } catch (ObjectAccess.AccessDenied e) {
            throw new AccessControlException("AccessDenied: " + e.getMessage());
        } catch (ObjectAccess.NoSuchBucket e) {
            throw new FileNotFoundException("NoSuchBucket: " + e.getMessage());
        } catch (ObjectAccess.NoSuchKey e) {
            throw new FileNotFoundException(e.getMessage());
        }
    }
}
