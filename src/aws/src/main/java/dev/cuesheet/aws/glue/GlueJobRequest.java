package dev.cuesheet.aws.glue;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A run to be started.
 *
 * @param arguments override the job's own of the same name
 * @param timeout after which Glue ends the run; null for the job's own
 */
public record GlueJobRequest(
        String jobName,
        Map<String, String> arguments,
        @Nullable Duration timeout) {
    public GlueJobRequest {
        requireNonNull(jobName, "jobName");
        arguments = Map.copyOf(arguments);
        if (timeout != null && timeout.toMinutes() < 1) {
            throw new IllegalArgumentException(
                    "Glue counts timeouts in minutes, at least one; got %s for job \"%s\"".formatted(timeout, jobName));
        }
    }

    public static Builder forJob(String jobName) {
        return new Builder(jobName);
    }

    /** The same request with one argument more. */
    public GlueJobRequest withArgument(String name, String value) {
        var more = new LinkedHashMap<>(arguments);
        more.put(name, value);
        return new GlueJobRequest(jobName, more, timeout);
    }

    /** The same request with every text rendered. */
    public GlueJobRequest renderedWith(UnaryOperator<String> render) {
        var rendered = new LinkedHashMap<String, String>();
        arguments.forEach((name, value) -> rendered.put(name, render.apply(value)));
        return new GlueJobRequest(render.apply(jobName), rendered, timeout);
    }

    /** Collects a request. Not to be shared between threads. */
    public static final class Builder {
        private final String jobName;
        private final Map<String, String> arguments = new LinkedHashMap<>();
        private @Nullable Duration timeout;

        private Builder(String jobName) {
            this.jobName = jobName;
        }

        /** @param name with its two hyphens, for example {@code --year} */
        public Builder argument(String name, String value) {
            if (!name.startsWith("--")) {
                throw new IllegalArgumentException("A Glue job's arguments begin with --, got \"" + name + "\"");
            }
            arguments.put(name, value);
            return this;
        }

        public Builder timeout(Duration timeout) {
            this.timeout = timeout;
            return this;
        }

        public GlueJobRequest build() {
            return new GlueJobRequest(jobName, arguments, timeout);
        }
    }
}
