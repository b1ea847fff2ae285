package dev.cuesheet.aws.glue;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.aws.S3Uri;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A Glue job of Spark as it should be.
 *
 * @param role the role's name or ARN
 * @param script where the script lies
 * @param mainClass the script's object or class; empty for Python
 * @param glueVersion decides Spark's version, for example {@code 5.0}
 * @param workerType for example {@code G.1X}
 * @param defaultArguments given to every run, without {@code --job-language} and {@code --class}
 * @param timeout after which Glue ends a run, in whole minutes
 */
public record GlueJobSpec(
        String name,
        String role,
        S3Uri script,
        Language language,
        String mainClass,
        String glueVersion,
        String workerType,
        int workers,
        Map<String, String> defaultArguments,
        Duration timeout,
        int maxRetries,
        int maxConcurrentRuns,
        String description) {

    /** What the script is written in. */
    public enum Language {
        SCALA,
        PYTHON
    }

    public GlueJobSpec {
        if (name.isBlank() || role.isBlank()) {
            throw new IllegalArgumentException(
                    "A Glue job needs a name and a role; got \"%s\", \"%s\"".formatted(name, role));
        }
        requireNonNull(script, "script");
        if (language == Language.SCALA && mainClass.isBlank()) {
            throw new IllegalArgumentException("Glue job \"%s\" is in Scala and needs its main class".formatted(name));
        }
        requireNonNull(glueVersion, "glueVersion");
        requireNonNull(workerType, "workerType");
        if (workers < 2) {
            throw new IllegalArgumentException(
                    "Glue job \"%s\" needs at least 2 workers, got %d".formatted(name, workers));
        }
        defaultArguments = Map.copyOf(defaultArguments);
        if (timeout.toMinutes() < 1) {
            throw new IllegalArgumentException(
                    "Glue counts timeouts in minutes, at least one; got %s for job \"%s\"".formatted(timeout, name));
        }
        if (maxRetries < 0 || maxConcurrentRuns < 1) {
            throw new IllegalArgumentException("Glue job \"%s\" cannot have %d retries and %d concurrent runs"
                    .formatted(name, maxRetries, maxConcurrentRuns));
        }
        requireNonNull(description, "description");
    }

    public static Builder named(String name) {
        return new Builder(name);
    }

    /** Every default argument that Glue gets, the language's own included. */
    public Map<String, String> allArguments() {
        var all = new LinkedHashMap<>(defaultArguments);
        switch (language) {
            case SCALA -> {
                all.put("--job-language", "scala");
                all.put("--class", mainClass);
            }
            case PYTHON -> all.put("--job-language", "python");
        }
        return all;
    }

    /** The same job with every text rendered. */
    public GlueJobSpec renderedWith(UnaryOperator<String> render) {
        var arguments = new LinkedHashMap<String, String>();
        defaultArguments.forEach((key, value) -> arguments.put(key, render.apply(value)));
        return new GlueJobSpec(
                render.apply(name),
                render.apply(role),
                S3Uri.parse(render.apply(script.toString())),
                language,
                mainClass,
                glueVersion,
                workerType,
                workers,
                arguments,
                timeout,
                maxRetries,
                maxConcurrentRuns,
                render.apply(description));
    }

    /** Collects a job's settings. Not to be shared between threads. */
    public static final class Builder {
        private final String name;
        private String role = "";
        private @Nullable S3Uri script;
        private Language language = Language.PYTHON;
        private String mainClass = "";
        private String glueVersion = "5.0";
        private String workerType = "G.1X";
        private int workers = 2;
        private final Map<String, String> defaultArguments = new LinkedHashMap<>();
        private Duration timeout = Duration.ofHours(8);
        private int maxRetries;
        private int maxConcurrentRuns = 1;
        private String description = "";

        private Builder(String name) {
            this.name = requireNonNull(name, "name");
        }

        public Builder role(String nameOrArn) {
            this.role = nameOrArn;
            return this;
        }

        public Builder scala(S3Uri script, String mainClass) {
            this.script = script;
            this.language = Language.SCALA;
            this.mainClass = mainClass;
            return this;
        }

        public Builder python(S3Uri script) {
            this.script = script;
            this.language = Language.PYTHON;
            this.mainClass = "";
            return this;
        }

        public Builder glueVersion(String version) {
            this.glueVersion = version;
            return this;
        }

        public Builder workers(int number, String workerType) {
            this.workers = number;
            this.workerType = workerType;
            return this;
        }

        /** @param key with its two hyphens, for example {@code --TempDir} */
        public Builder argument(String key, String value) {
            if (!key.startsWith("--")) {
                throw new IllegalArgumentException("A Glue job's arguments begin with --, got \"" + key + "\"");
            }
            defaultArguments.put(key, value);
            return this;
        }

        public Builder timeout(Duration timeout) {
            this.timeout = timeout;
            return this;
        }

        /** How often Glue itself tries a failed run again; leave it at zero when a DAG's task does. */
        public Builder maxRetries(int retries) {
            this.maxRetries = retries;
            return this;
        }

        public Builder maxConcurrentRuns(int runs) {
            this.maxConcurrentRuns = runs;
            return this;
        }

        public Builder description(String text) {
            this.description = text;
            return this;
        }

        public GlueJobSpec build() {
            if (script == null || script.isFolder()) {
                throw new IllegalArgumentException("Glue job \"%s\" has no script".formatted(name));
            }
            return new GlueJobSpec(
                    name,
                    role,
                    script,
                    language,
                    mainClass,
                    glueVersion,
                    workerType,
                    workers,
                    defaultArguments,
                    timeout,
                    maxRetries,
                    maxConcurrentRuns,
                    description);
        }
    }
}
