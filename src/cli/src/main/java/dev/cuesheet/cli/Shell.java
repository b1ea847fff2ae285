package dev.cuesheet.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * What a command sees of the shell that started it, so that tests can be the shell. The streams may be shared between
 * threads.
 *
 * @param folder where relative paths begin
 */
public record Shell(PrintStream out, PrintStream err, Map<String, String> environment, Path folder, Clock clock) {
    public Shell {
        environment = Map.copyOf(environment);
    }

    /** The process's own. Both streams are UTF-8 whatever the locale: JSON has no other encoding. */
    static Shell ofProcess() {
        return new Shell(
                utf8(FileDescriptor.out),
                utf8(FileDescriptor.err),
                System.getenv(),
                Path.of("").toAbsolutePath(),
                Clock.systemUTC());
    }

    /** The variable's value; empty when it is not set or blank. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
