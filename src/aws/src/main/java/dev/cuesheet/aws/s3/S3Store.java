package dev.cuesheet.aws.s3;

import dev.cuesheet.aws.AwsException;
import dev.cuesheet.aws.AwsException.Reason;
import dev.cuesheet.aws.Calls;
import dev.cuesheet.aws.S3Uri;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/** Buckets and objects in S3. Safe to share between threads; closing the client is the caller's job. */
public final class S3Store {
    private final Calls<S3Client> s3;

    private S3Store(Calls<S3Client> s3) {
        this.s3 = s3;
    }

    public static S3Store using(S3Client client) {
        return using(() -> client);
    }

    /** The client is asked for when the first call needs it. */
    public static S3Store using(Supplier<S3Client> client) {
        return new S3Store(new Calls<>("S3", client));
    }

    // Objects

    /** Looks one object up; empty when there is none, which is an answer and not an error. */
    public Optional<S3Object> find(S3Uri uri) {
        return Calls.unless(Reason.NOT_FOUND, () -> get(uri));
    }

    public S3Object get(S3Uri uri) {
        return new Heads(s3).get(uri);
    }

    public boolean exists(S3Uri uri) {
        return find(uri).isPresent();
    }

    /** Lists every object whose key starts with the prefix, in byte order. Pages are fetched as the stream is read. */
    public Stream<S3Object> list(S3Uri prefix) {
        return new Listing(s3).objects(prefix);
    }

    /** Lists the folders right below the folder, each ending in a slash. Pages are fetched as the stream is read. */
    public Stream<S3Uri> listFolders(S3Uri folder) {
        return new Listing(s3).folders(folder.asFolder());
    }

    /** Opens the object for reading. The stream must be closed, and holds a connection until then. */
    public InputStream open(S3Uri uri) {
        var request =
                GetObjectRequest.builder().bucket(uri.bucket()).key(uri.key()).build();
        return s3.call("GetObject", "read " + uri, c -> c.getObject(request));
    }

    /** Reads a small object whole. */
    public byte[] read(S3Uri uri) {
        var request =
                GetObjectRequest.builder().bucket(uri.bucket()).key(uri.key()).build();
        return s3.call("GetObject", "read " + uri, c -> c.getObjectAsBytes(request))
                .asByteArrayUnsafe();
    }

    /** Reads a small object of UTF-8 text. */
    public String readText(S3Uri uri) {
        return new String(read(uri), StandardCharsets.UTF_8);
    }

    /** Writes the bytes as one object, replacing what was there. */
    public void write(S3Uri uri, byte[] content) {
        s3.call(
                "PutObject",
                "write " + uri,
                c -> c.putObject(r -> r.bucket(uri.bucket()).key(uri.key()), RequestBody.fromBytes(content)));
    }

    /** Writes the bytes unless the key exists; false when it does. S3 decides, so two writers cannot both win. */
    public boolean writeIfAbsent(S3Uri uri, byte[] content) {
        return Calls.unless(
                        Reason.ALREADY_EXISTS,
                        () -> s3.call(
                                "PutObject",
                                "write " + uri,
                                c -> c.putObject(
                                        r -> r.bucket(uri.bucket())
                                                .key(uri.key())
                                                .ifNoneMatch("*"),
                                        RequestBody.fromBytes(content))))
                .isPresent();
    }

    /** Writes the text in UTF-8 as one object, replacing what was there. */
    public void writeText(S3Uri uri, String text) {
        s3.call(
                "PutObject",
                "write " + uri,
                c -> c.putObject(
                        r -> r.bucket(uri.bucket()).key(uri.key()).contentType("text/plain; charset=utf-8"),
                        RequestBody.fromString(text)));
    }

    /** Uploads a file, replacing what was there. */
    public S3Object upload(Path file, S3Uri to) {
        return upload(file, to, UploadOptions.replacing());
    }

    /**
     * Uploads a file, streaming it. A file longer than a part goes as a multipart upload and appears whole or not at all.
     *
     * @throws AwsException of reason {@link Reason#ALREADY_EXISTS} when the key exists and must not
     * @throws java.io.UncheckedIOException when the file cannot be read
     */
    public S3Object upload(Path file, S3Uri to, UploadOptions options) {
        return new Uploads(s3).upload(file, to, options);
    }

    /**
     * True when the object holds exactly what the file holds, by length and checksum, without downloading it. False also
     * when S3's checksum is of a kind that cannot be computed here, for example of an object encrypted with KMS.
     */
    public boolean holdsContentOf(S3Object object, Path file) {
        return ContentMatch.matches(object, file);
    }

    /** Downloads into the file, which appears whole or not at all; its folders are made. */
    public void download(S3Uri from, Path file) {
        download(from, file, TransferProgress.silent());
    }

    public void download(S3Uri from, Path file, TransferProgress progress) {
        new Downloads(s3).download(from, file, progress);
    }

    /** Copies within S3, replacing what was there. Objects up to 5 GiB. */
    public void copy(S3Uri from, S3Uri to) {
        s3.call(
                "CopyObject",
                "copy %s to %s".formatted(from, to),
                c -> c.copyObject(r -> r.sourceBucket(from.bucket())
                        .sourceKey(from.key())
                        .destinationBucket(to.bucket())
                        .destinationKey(to.key())));
    }

    /** Removes the object; succeeds when it is already gone. */
    public void delete(S3Uri uri) {
        s3.find(
                "DeleteObject",
                "delete " + uri,
                c -> c.deleteObject(r -> r.bucket(uri.bucket()).key(uri.key())));
    }

    /**
     * Removes every object whose key starts with the prefix, in batches.
     *
     * @return how many were removed
     * @throws AwsException naming the objects that S3 did not remove
     */
    public long deleteAll(S3Uri prefix) {
        return new Deletion(s3).deleteAll(prefix, list(prefix).map(S3Object::uri));
    }

    // Buckets

    public boolean bucketExists(String bucket) {
        return s3.find("HeadBucket", "look up bucket " + bucket, c -> c.headBucket(r -> r.bucket(bucket)))
                .isPresent();
    }

    /** Makes the bucket in the client's region unless we have it already; true when it was made. */
    public boolean createBucketIfAbsent(String bucket) {
        var uri = S3Uri.ofBucket(bucket);
        if (bucketExists(uri.bucket())) {
            return false;
        }
        try {
            s3.call("CreateBucket", "create bucket " + bucket, c -> c.createBucket(CreateBucket.request(bucket, c)));
            return true;
        } catch (AwsException e) {
            if (e.errorCode().filter("BucketAlreadyOwnedByYou"::equals).isPresent()) {
                return false;
            }
            throw e;
        }
    }

    /** Removes an empty bucket; succeeds when it is already gone. */
    public void deleteBucket(String bucket) {
        s3.find("DeleteBucket", "delete bucket " + bucket, c -> c.deleteBucket(r -> r.bucket(bucket)));
    }

    public Stream<String> listBuckets() {
        return new Listing(s3).buckets();
    }
}
