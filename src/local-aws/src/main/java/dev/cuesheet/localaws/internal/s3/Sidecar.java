package dev.cuesheet.localaws.internal.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * An object's metadata on disk, beside the file with its bytes. Two files cannot be replaced in one step, so a sidecar
 * holds the metadata of the version that stands and of the one about to replace it: each entry names the file it belongs
 * to by size and exact time of change, and replacing the file of bytes is the one step that switches between them. A file
 * that no entry names was put there or edited by hand.
 *
 * <p>The form is plain lines, since JSON would cost every start a tenth of a second.
 *
 * @param versions newest first
 */
record Sidecar(String key, List<Version> versions) {
    private static final String NEXT_VERSION = "version";

    /**
     * @param stamp the time of change of the file of bytes, which is the object's with random microseconds
     */
    record Version(Instant stamp, ObjectMetadata metadata) {
        boolean belongsTo(BasicFileAttributes file) {
            return file.size() == metadata.size() && stampOf(file).equals(stamp);
        }
    }

    /** The file's time as entries have it: to the microsecond, which copies of a state folder keep. */
    static Instant stampOf(BasicFileAttributes file) {
        return file.lastModifiedTime().toInstant().truncatedTo(ChronoUnit.MICROS);
    }

    Optional<ObjectMetadata> of(BasicFileAttributes file) {
        return versions.stream()
                .filter(version -> version.belongsTo(file))
                .map(Version::metadata)
                .findFirst();
    }

    byte[] toBytes() {
        var out = new StringBuilder();
        line(out, "key", key);
        for (var version : versions) {
            var metadata = version.metadata();
            line(out, NEXT_VERSION, version.stamp().toString());
            line(out, "size", Long.toString(metadata.size()));
            line(out, "etag", metadata.etag());
            line(out, "modified", metadata.lastModified().toString());
            metadata.checksum().ifPresent(checksum -> line(out, "checksum", checksum.toString()));
            if (!metadata.partSizes().isEmpty()) {
                line(
                        out,
                        "parts",
                        metadata.partSizes().stream().map(String::valueOf).collect(Collectors.joining(",")));
            }
            new TreeMap<>(metadata.attributes().headers()).forEach((name, value) -> line(out, "header." + name, value));
            new TreeMap<>(metadata.attributes().user()).forEach((name, value) -> line(out, "user." + name, value));
            new TreeMap<>(metadata.tags()).forEach((name, value) -> line(out, "tag." + name, value));
        }
        return out.toString().getBytes(UTF_8);
    }

    private static void line(StringBuilder out, String name, String value) {
        out.append(URLEncoder.encode(name, UTF_8))
                .append('=')
                .append(URLEncoder.encode(value, UTF_8))
                .append('\n');
    }

    /** Reads what {@link #toBytes} wrote; entries that a power failure has torn are passed over. */
    static Sidecar parse(byte[] bytes) {
        try {
            return read(bytes);
        } catch (RuntimeException e) {
            return new Sidecar("", List.of());
        }
    }

    private static Sidecar read(byte[] bytes) {
        var key = "";
        var versions = new ArrayList<Version>();
        var fields = new LinkedHashMap<String, String>();
        for (var line : new String(bytes, UTF_8).split("\n")) {
            int equals = line.indexOf('=');
            var name = URLDecoder.decode(line.substring(0, equals), UTF_8);
            var value = URLDecoder.decode(line.substring(equals + 1), UTF_8);
            if (name.equals("key")) {
                key = value;
                continue;
            }
            if (name.equals(NEXT_VERSION) && !fields.isEmpty()) {
                versions.add(version(fields));
                fields.clear();
            }
            fields.put(name, value);
        }
        if (!fields.isEmpty()) {
            versions.add(version(fields));
        }
        return new Sidecar(key, versions);
    }

    private static Version version(Map<String, String> fields) {
        var partSizes = new ArrayList<Long>();
        for (var size : fields.getOrDefault("parts", "").split(",")) {
            if (!size.isEmpty()) {
                partSizes.add(Long.valueOf(size));
            }
        }
        var metadata = new ObjectMetadata(
                Long.parseLong(fields.get("size")),
                fields.get("etag"),
                Instant.parse(fields.get("modified")),
                new ObjectMetadata.Attributes(starting("header.", fields), starting("user.", fields)),
                starting("tag.", fields),
                Optional.ofNullable(fields.get("checksum")).map(Checksum::parse),
                partSizes);
        return new Version(Instant.parse(fields.get(NEXT_VERSION)), metadata);
    }

    private static Map<String, String> starting(String prefix, Map<String, String> fields) {
        return fields.entrySet().stream()
                .filter(field -> field.getKey().startsWith(prefix))
                .collect(Collectors.toMap(field -> field.getKey().substring(prefix.length()), Map.Entry::getValue));
    }
}
