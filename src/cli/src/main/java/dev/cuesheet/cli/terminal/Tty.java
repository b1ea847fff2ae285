package dev.cuesheet.cli.terminal;

import dev.cuesheet.report.Screen;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What stands at the end of this process's standard streams. */
public final class Tty {
    private static final Path LINUX_DESCRIPTORS = Path.of("/proc/self/fd");

    /** A standard stream by its descriptor. */
    public enum Stream {
        IN,
        OUT,
        ERR;

        private int descriptor() {
            return ordinal();
        }
    }

    /** In characters. */
    public record Size(int rows, int columns) {
        static final Size USUAL = new Size(24, 80);
    }

    private Tty() {}

    /** Whether a person is at the stream, rather than a file, a pipe or a build. */
    public static boolean isTerminal(Stream stream, Map<String, String> environment) {
        if ("dumb".equals(environment.get("TERM"))) {
            return false;
        }
        try {
            var device = Files.readSymbolicLink(LINUX_DESCRIPTORS.resolve(String.valueOf(stream.descriptor())))
                    .toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            // No such folder outside Linux. A console there means that both standard input and output are a terminal.
            return System.console() != null;
        }
    }

    /** How the stream may be written to. {@code NO_COLOR} is honoured as no-color.org asks. */
    public static Style style(Stream stream, boolean colourAllowed, Map<String, String> environment) {
        boolean colour =
                colourAllowed && environment.getOrDefault("NO_COLOR", "").isEmpty() && isTerminal(stream, environment);
        return new Style(colour, drawsUnicode(environment));
    }

    /** What tables and reports may draw on the stream; what is not a terminal has no width. */
    public static Screen screen(Stream stream, boolean colourAllowed, Map<String, String> environment) {
        var style = style(stream, colourAllowed, environment);
        int width = isTerminal(stream, environment) ? size().columns() : 0;
        return new Screen(width, style.unicode(), style.colour());
    }

    /** The terminal's size, or a usual one when it does not say. */
    public static Size size() {
        var answer = askTerminal();
        if (!answer.matches("[1-9]\\d* [1-9]\\d*")) {
            return Size.USUAL;
        }
        var words = answer.split(" ");
        return new Size(Integer.parseInt(words[0]), Integer.parseInt(words[1]));
    }

    private static boolean drawsUnicode(Map<String, String> environment) {
        for (var name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            var locale = environment.getOrDefault(name, "");
            if (!locale.isEmpty()) {
                return locale.toUpperCase(Locale.ROOT).replace("-", "").contains("UTF8");
            }
        }
        return false;
    }

    private static String askTerminal() {
        try {
            var stty = new ProcessBuilder("stty", "size")
                    .redirectInput(Path.of("/dev/tty").toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (InputStream answer = stty.getInputStream()) {
                return stty.waitFor(1, TimeUnit.SECONDS)
                        ? new String(answer.readAllBytes(), StandardCharsets.US_ASCII).strip()
                        : "";
            }
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
