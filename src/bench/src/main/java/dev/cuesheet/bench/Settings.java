package dev.cuesheet.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every benchmark may be told. */
final class Settings {
    @Option(names = "--samples", paramLabel = "N", description = "How often to measure (default ${DEFAULT-VALUE}).")
    private int samples = 5;

    @Option(
            names = "--java",
            paramLabel = "FILE",
            description = "The java that runs what is measured (default: the one that runs this).")
    private Path java = Path.of(System.getProperty("java.home"), "bin", "java");

    @Option(
            names = "--target",
            paramLabel = "DIR",
            description = "Where the build left the executable (default ${DEFAULT-VALUE}).")
    private Path target = Path.of("target");

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the result to this file.")
    private @Nullable Path json;

    int samples() {
        return samples;
    }

    Program program() {
        return Program.in(target.toAbsolutePath().normalize(), java.toAbsolutePath());
    }

    /** Prints the result for people, and writes it for programs if that was asked for. */
    void publish(Result result) {
        System.out.println(result.asTable());
        if (json != null) {
            try {
                Files.writeString(json, result.asJson() + "\n");
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot write " + json, e);
            }
        }
    }
}
