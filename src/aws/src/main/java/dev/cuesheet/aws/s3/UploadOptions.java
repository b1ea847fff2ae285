package dev.cuesheet.aws.s3;

import static java.util.Objects.requireNonNull;

/**
 * How to upload.
 *
 * @param onlyIfAbsent S3 refuses the write when the key exists, even if it appears while we upload
 * @param partSize in bytes; larger files go in parts of this size, streamed from the file one after another
 */
public record UploadOptions(boolean onlyIfAbsent, long partSize, TransferProgress progress) {
    private static final long SMALLEST_PART = 5L << 20;
    private static final long DEFAULT_PART = 64L << 20;

    public UploadOptions {
        requireNonNull(progress, "progress");
        if (partSize < SMALLEST_PART) {
            throw new IllegalArgumentException(
                    "S3 takes parts from %d bytes up, got %d".formatted(SMALLEST_PART, partSize));
        }
    }

    public static UploadOptions replacing() {
        return new UploadOptions(false, DEFAULT_PART, TransferProgress.silent());
    }

    public static UploadOptions ifAbsent() {
        return new UploadOptions(true, DEFAULT_PART, TransferProgress.silent());
    }

    public UploadOptions reportingTo(TransferProgress progress) {
        return new UploadOptions(onlyIfAbsent, partSize, progress);
    }

    public UploadOptions inPartsOf(long bytes) {
        return new UploadOptions(onlyIfAbsent, bytes, progress);
    }
}
