package dev.cuesheet.localaws.duckdb.internal.copy;

import dev.cuesheet.localaws.spi.ObjectAccess;
import dev.cuesheet.localaws.spi.ObjectAccess.StoredObject;
import dev.cuesheet.localaws.spi.SqlFailure;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The objects that a COPY reads, as the role may see them. */
public final class SourceFiles {
    private final ObjectAccess objects;

    public SourceFiles(ObjectAccess objects) {
        this.objects = objects;
    }

    /**
     * Finds the objects: all whose key starts with the source's, or those that the manifest names. Each is looked up, so
     * that a missing permission shows before anything is loaded.
     */
    public List<StoredObject> find(CopyCommand command) {
        var source = command.source();
        try {
            return command.manifest() ? manifested(source, command) : prefixed(source, command.format());
        } catch (ObjectAccess.AccessDenied e) {
            throw denied(source, e);
        } catch (ObjectAccess.NoSuchBucket e) {
            throw noSuchBucket(e);
        } catch (IOException e) {
            throw new SqlFailure("S3 cannot be read at " + source + ": " + e.getMessage(), e);
        }
    }

    private List<StoredObject> prefixed(S3Location source, CopyFormat format) {
        List<StoredObject> found;
        try (var listed = objects.list(source.bucket(), source.key())) {
            found = listed.filter(object -> !(object.key().endsWith("/") && object.size() == 0))
                    .filter(object -> !(format instanceof CopyFormat.Parquet && isHidden(object)))
                    .toList();
        }
        if (found.isEmpty()) {
            throw new SqlFailure("The specified S3 prefix '" + source.key() + "' does not exist");
        }
        found.forEach(object -> get(new S3Location(object.bucket(), object.key())));
        return found;
    }

    /** Columnar files are read by Spectrum, which passes over what Hadoop leaves beside its data, such as _SUCCESS. */
    private static boolean isHidden(StoredObject object) {
        var name = object.key().substring(object.key().lastIndexOf('/') + 1);
        return name.startsWith("_") || name.startsWith(".") || name.startsWith("#") || name.endsWith("~");
    }

    private StoredObject get(S3Location location) {
        return objects.find(location.bucket(), location.key())
                .orElseThrow(() -> new SqlFailure(
                        "S3ServiceException:The specified key does not exist.,Status 404,Error NoSuchKey (" + location
                                + ")"));
    }

    private List<StoredObject> manifested(S3Location source, CopyCommand command) throws IOException {
        var entries = readManifest(source).path("entries");
        if (!entries.isArray() || entries.isEmpty()) {
            throw new SqlFailure("Problem reading manifest file - it has no \"entries\" (" + source + ")");
        }
        var found = new ArrayList<StoredObject>();
        for (var entry : entries) {
            var location = S3Location.parse(entry.path("url").asString(""));
            if (location.key().isEmpty() || location.key().endsWith("/")) {
                throw new SqlFailure("8001: manifest entry " + location + " must be the full path of an object");
            }
            if (command.format() instanceof CopyFormat.Parquet
                    && !entry.path("meta").has("content_length")) {
                throw new SqlFailure("Manifest entry " + location + " needs meta.content_length for this format");
            }
            var object = objects.find(location.bucket(), location.key());
            if (object.isEmpty() && entry.path("mandatory").asBoolean(false)) {
                throw new SqlFailure("Problem reading manifest file - mandatory file " + location + " was not found");
            }
            object.ifPresent(found::add);
        }
        return found;
    }

    private JsonNode readManifest(S3Location source) throws IOException {
        get(source);
        try (var in = objects.open(source.bucket(), source.key(), 0)) {
            return JsonMapper.shared().readTree(in);
        } catch (JacksonException e) {
            throw new SqlFailure("Problem reading manifest file - invalid JSON (" + source + ")", e);
        }
    }

    /** Opens the object's text, unpacked if the command says that it is packed. */
    InputStream open(StoredObject object, boolean gzip) throws IOException {
        try {
            var in = objects.open(object.bucket(), object.key(), 0);
            try {
                return gzip ? new GZIPInputStream(in, 1 << 16) : in;
            } catch (ZipException e) {
                in.close();
                throw new SqlFailure("s3://" + object.bucket() + "/" + object.key() + " is not in GZIP format", e);
            }
        } catch (ObjectAccess.AccessDenied e) {
            throw denied(new S3Location(object.bucket(), object.key()), e);
        }
    }

    String read(S3Location location) {
        try (var in = objects.open(location.bucket(), location.key(), 0)) {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (ObjectAccess.AccessDenied e) {
            throw denied(location, e);
        } catch (ObjectAccess.NoSuchBucket e) {
            throw noSuchBucket(e);
        } catch (IOException e) {
            throw new SqlFailure("S3 cannot be read at " + location + ": " + e.getMessage(), e);
        }
    }

    java.nio.file.Path file(StoredObject object) throws IOException {
        return objects.file(object.bucket(), object.key());
    }

    private static SqlFailure denied(S3Location location, ObjectAccess.AccessDenied e) {
        return new SqlFailure(
                "S3ServiceException:Access Denied,Status 403,Error AccessDenied (" + location + "): " + e.getMessage(),
                e);
    }

    private static SqlFailure noSuchBucket(ObjectAccess.NoSuchBucket e) {
        return new SqlFailure(
                "S3ServiceException:The specified bucket does not exist,Status 404,Error NoSuchBucket (" + e.bucket()
                        + ")",
                e);
    }
}
