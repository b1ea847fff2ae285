package dev.cuesheet.localaws.internal.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cuesheet.localaws.internal.state.AtomicFiles;
import dev.cuesheet.localaws.internal.wire.AwsError;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Multipart uploads under way: a folder for each, a file for each part. A part's name says its number, ETag, size and
 * checksum, so one rename makes it. Safe to share between threads and processes.
 */
final class Uploads {
    private static final long SMALLEST_PART = 5L << 20;
    private static final int MOST_PARTS = 10_000;
    private static final String DESCRIPTION = "upload";

    private final ObjectStore store;
    private final SecureRandom random = new SecureRandom();

    Uploads(ObjectStore store) {
        this.store = store;
    }

    /** @param checksum algorithm and coverage that the upload asked for; empty when it did not */
    record Upload(
            String bucket,
            String key,
            String id,
            Instant initiated,
            Optional<Coverage> checksum,
            ObjectMetadata.Attributes attributes,
            Map<String, String> tags) {}

    record Coverage(ChecksumAlgorithm algorithm, Checksum.Type type) {}

    /** One part as stored. */
    record Part(int number, String etag, long size, Optional<Checksum> checksum, Instant lastModified, Path file) {}

    /** One part as the client names it on completion. */
    record Named(int number, String etag, Map<ChecksumAlgorithm, String> checksums) {}

    String create(
            String bucket,
            String key,
            Optional<Coverage> checksum,
            ObjectMetadata.Attributes attributes,
            Map<String, String> tags)
            throws IOException {
        var bytes = new byte[16];
        random.nextBytes(bytes);
        var id = HexFormat.of().formatHex(bytes);
        var now = store.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        // The same form as an object's metadata; the checksum's value is open.
        var metadata = new ObjectMetadata(
                0,
                "",
                now,
                attributes,
                tags,
                checksum.map(coverage -> new Checksum(coverage.algorithm(), "", coverage.type())),
                List.of());
        var description = new Sidecar(key, List.of(new Sidecar.Version(now, metadata)));
        AtomicFiles.write(folder(bucket, id).resolve(DESCRIPTION), description.toBytes());
        return id;
    }

    /** @throws AwsError when there is none, or it is for another key */
    Upload get(String bucket, String key, String id) throws IOException {
        var upload = find(bucket, id).orElseThrow(S3Errors::noSuchUpload);
        if (!upload.key().equals(key)) {
            throw S3Errors.noSuchUpload();
        }
        return upload;
    }

    private Optional<Upload> find(String bucket, String id) throws IOException {
        if (!id.matches("[0-9a-f]{32}")) {
            return Optional.empty();
        }
        try {
            var sidecar = Sidecar.parse(Files.readAllBytes(folder(bucket, id).resolve(DESCRIPTION)));
            return sidecar.versions().stream()
                    .findFirst()
                    .map(version -> upload(bucket, id, sidecar.key(), version.metadata()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static Upload upload(String bucket, String id, String key, ObjectMetadata metadata) {
        return new Upload(
                bucket,
                key,
                id,
                metadata.lastModified(),
                metadata.checksum().map(checksum -> new Coverage(checksum.algorithm(), checksum.type())),
                metadata.attributes(),
                metadata.tags());
    }

    /** The bucket's uploads in the order of key, then of time. */
    List<Upload> all(String bucket) throws IOException {
        var uploads = new ArrayList<Upload>();
        try (var children = Files.newDirectoryStream(store.hidden("uploads").resolve(bucket))) {
            for (var child : children) {
                find(bucket, child.getFileName().toString()).ifPresent(uploads::add);
            }
        } catch (NoSuchFileException e) {
            return List.of();
        }
        uploads.sort(Comparator.comparing(Upload::key, KeyOrder.INSTANCE).thenComparing(Upload::initiated));
        return uploads;
    }

    /** Makes the finished bytes the part of that number, in place of an earlier one. */
    Part put(Upload upload, int number, Staged staged, Optional<Checksum> checksum) throws IOException {
        if (number < 1 || number > MOST_PARTS) {
            throw S3Errors.invalidArgument("Part number must be an integer between 1 and 10000, inclusive");
        }
        var earlier = parts(upload).get(number);
        var name = "%05d_%s_%d_%s"
                .formatted(
                        number,
                        staged.etag(),
                        staged.size(),
                        URLEncoder.encode(checksum.map(Checksum::toString).orElse(""), UTF_8));
        var file = folder(upload.bucket(), upload.id()).resolve(name);
        try {
            Files.move(staged.file(), file, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            throw S3Errors.noSuchUpload();
        }
        if (earlier != null && !earlier.file().equals(file)) {
            Files.deleteIfExists(earlier.file());
        }
        return part(file);
    }

    /** The parts by number. Of two with one number, which a crash may leave, the younger counts. */
    TreeMap<Integer, Part> parts(Upload upload) throws IOException {
        var parts = new TreeMap<Integer, Part>();
        try (var children = Files.newDirectoryStream(folder(upload.bucket(), upload.id()), "[0-9]*_*")) {
            for (var child : children) {
                var part = part(child);
                parts.merge(
                        part.number(),
                        part,
                        (left, right) -> left.lastModified().isAfter(right.lastModified()) ? left : right);
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            throw S3Errors.noSuchUpload();
        }
        return parts;
    }

    private static Part part(Path file) throws IOException {
        var fields = file.getFileName().toString().split("_", 4);
        var checksum = URLDecoder.decode(fields[3], UTF_8);
        return new Part(
                Integer.parseInt(fields[0]),
                fields[1],
                Long.parseLong(fields[2]),
                checksum.isEmpty() ? Optional.empty() : Optional.of(Checksum.parse(checksum)),
                Files.getLastModifiedTime(file).toInstant().truncatedTo(ChronoUnit.MILLIS),
                file);
    }

    /** Joins the named parts to the object and ends the upload. */
    ObjectMetadata complete(Upload upload, List<Named> named, WriteCondition condition) throws IOException {
        var parts = chosen(upload, named);
        var whole = upload.checksum()
                .filter(coverage -> coverage.type() == Checksum.Type.FULL_OBJECT)
                .map(Coverage::algorithm);
        try (var staged = store.stage(whole.map(Set::of).orElse(Set.of()))) {
            for (var part : parts) {
                Files.copy(part.file(), staged);
            }
            staged.finish();
            var checksum = whole.map(staged::checksum).or(() -> composite(upload, parts));
            var metadata = store.commit(
                    staged,
                    upload.bucket(),
                    upload.key(),
                    condition,
                    at -> new ObjectMetadata(
                            staged.size(),
                            etag(parts),
                            at,
                            upload.attributes(),
                            upload.tags(),
                            checksum,
                            parts.stream().map(Part::size).toList()));
            abort(upload);
            return metadata;
        }
    }

    private List<Part> chosen(Upload upload, List<Named> named) throws IOException {
        var stored = parts(upload);
        var chosen = new ArrayList<Part>();
        int previous = 0;
        for (var name : named) {
            if (name.number() <= previous) {
                throw new AwsError(
                        400,
                        "InvalidPartOrder",
                        "The list of parts was not in ascending order. Parts must be ordered by part number.");
            }
            previous = name.number();
            var part = stored.get(name.number());
            if (part == null || !part.etag().equals(name.etag()) || !agrees(part, name)) {
                throw new AwsError(
                        400,
                        "InvalidPart",
                        "One or more of the specified parts could not be found. The part may not have been uploaded, or"
                                + " the specified entity tag may not match the part's entity tag. Part number: "
                                + name.number());
            }
            chosen.add(part);
        }
        for (int i = 0; i < chosen.size() - 1; i++) {
            if (chosen.get(i).size() < SMALLEST_PART) {
                throw new AwsError(
                        400,
                        "EntityTooSmall",
                        "Your proposed upload is smaller than the minimum allowed size: part %d has %d bytes, only the"
                                        .formatted(
                                                chosen.get(i).number(),
                                                chosen.get(i).size())
                                + " last may have fewer than " + SMALLEST_PART);
            }
        }
        return chosen;
    }

    private static boolean agrees(Part part, Named name) {
        return part.checksum()
                .map(own -> name.checksums()
                        .getOrDefault(own.algorithm(), own.value())
                        .equals(own.value()))
                .orElse(true);
    }

    private static String etag(List<Part> parts) {
        MessageDigest md5 = ChecksumAlgorithm.digest("MD5");
        parts.forEach(part -> md5.update(HexFormat.of().parseHex(part.etag())));
        return HexFormat.of().formatHex(md5.digest()) + "-" + parts.size();
    }

    /** The checksum of the parts' checksums, if every part has one. */
    private static Optional<Checksum> composite(Upload upload, List<Part> parts) {
        return upload.checksum()
                .filter(coverage ->
                        parts.stream().allMatch(part -> part.checksum().isPresent()))
                .map(coverage -> {
                    var digester = coverage.algorithm().digester();
                    for (var part : parts) {
                        var value = Base64.getDecoder()
                                .decode(part.checksum().orElseThrow().value());
                        digester.update(value, 0, value.length);
                    }
                    var value = Base64.getEncoder().encodeToString(digester.finish()) + "-" + parts.size();
                    return new Checksum(coverage.algorithm(), value, Checksum.Type.COMPOSITE);
                });
    }

    /** Ends the upload and drops its parts. */
    void abort(Upload upload) throws IOException {
        var folder = folder(upload.bucket(), upload.id());
        Files.deleteIfExists(folder.resolve(DESCRIPTION));
        Buckets.removeTree(folder);
    }

    private Path folder(String bucket, String id) {
        return store.hidden("uploads").resolve(bucket).resolve(id);
    }
}
