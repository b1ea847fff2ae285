package dev.cuesheet.cli.aws;

import dev.cuesheet.cli.UserError;
import java.net.URI;
import java.nio.file.Path;

/** Which AWS a command works on. */
public sealed interface AwsTarget {

    /** The local AWS in this very process, or in another one of ours that owns the same state. */
    record Inside(Path state) implements AwsTarget {}

    /** Whatever speaks AWS's protocols at a URL: LocalStack, or a local AWS that someone else serves. */
    record Endpoint(URI url) implements AwsTarget {
        public Endpoint {
            var scheme = url.getScheme();
            if (url.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
                throw new UserError("\"%s\" is no endpoint URL. It looks like http://127.0.0.1:4566.".formatted(url));
            }
        }
    }

    /** The real one. */
    record RealAws() implements AwsTarget {}
}
