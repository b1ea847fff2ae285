package dev.cuesheet.aws.glue;

import dev.cuesheet.aws.AwsException;
import dev.cuesheet.aws.AwsException.Reason;
import dev.cuesheet.aws.Wait;
import java.time.Duration;

/** A role made a moment ago is not known everywhere in AWS yet; Glue then says that it cannot assume it. */
final class FreshRoles {
    static final Wait WAIT = Wait.every(Duration.ofSeconds(3), Duration.ofSeconds(20));

    private FreshRoles() {}

    static boolean isNotYetKnown(AwsException failure) {
        var text = String.valueOf(failure.getMessage());
        return failure.reason() == Reason.INVALID && text.contains("assume");
    }
}
