package dev.cuesheet.aws.s3;

/** Told how far a transfer has come. Called often, from the thread that transfers; the numbers never go down. */
@FunctionalInterface
public interface TransferProgress {

    /** Both numbers are bytes. */
    void transferred(long done, long total);

    static TransferProgress silent() {
        return (done, total) -> {};
    }
}
