package dev.cuesheet.operators;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.aws.AwsException;
import dev.cuesheet.aws.AwsException.Reason;
import dev.cuesheet.aws.S3Uri;
import dev.cuesheet.aws.s3.S3Store;
import dev.cuesheet.engine.spi.LargeValues;
import java.util.Optional;

/** Keeps values that are too large for the state store as objects below a folder in S3. Immutable; safe to share between threads. */
public final class S3LargeValues implements LargeValues {
    private final S3Store s3;
    private final S3Uri folder;

    public S3LargeValues(S3Store s3, S3Uri folder) {
        this.s3 = requireNonNull(s3, "s3");
        this.folder = requireNonNull(folder, "folder").asFolder();
    }

    @Override
    public void put(String key, String json) {
        s3.writeText(folder.child(key), json);
    }

    @Override
    public Optional<String> get(String key) {
        try {
            return Optional.of(s3.readText(folder.child(key)));
        } catch (AwsException e) {
            if (e.reason() == Reason.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public void deleteUnder(String under) {
        s3.deleteAll(folder.child(under).asFolder());
    }
}
