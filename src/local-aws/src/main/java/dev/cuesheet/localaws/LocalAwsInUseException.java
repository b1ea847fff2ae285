package dev.cuesheet.localaws;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** Another local AWS owns the state folder. Use that one, at {@link #endpoint}, or stop it first. */
public final class LocalAwsInUseException extends LocalAwsException {
    private static final long serialVersionUID = 1;
    private final transient Optional<URI> endpoint;
    private final transient OptionalLong pid;

    public LocalAwsInUseException(Path home, Optional<URI> endpoint, OptionalLong pid) {
        super(
                "The local AWS state in %s is in use by %s. Use it at %s, stop it first, or choose another state folder."
                        .formatted(
                                home,
                                pid.isPresent() ? "process " + pid.getAsLong() : "another process",
                                endpoint.map(URI::toString).orElse("its endpoint")),
                null);
        this.endpoint = endpoint;
        this.pid = pid;
    }

    /** Where the owner answers; empty while it is still starting. */
    public Optional<URI> endpoint() {
        return endpoint;
    }

    /** The owner's process; empty while it is still starting. */
    public OptionalLong pid() {
        return pid;
    }
}
