package dev.cuesheet.localaws.internal.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Turns any text into file names and back, so that no two texts share a file and none leaves its folder. Harmless names
 * stay as they are; what a file system might refuse, fold or interpret is written as {@code %XX}, byte by byte in UTF-8,
 * which also makes the names independent of the locale a JVM runs under. The empty text is {@code %}. A text too long
 * for one file name is spread over nested folders whose names end in {@code %+}. A bare {@code %} behind a name marks a
 * second file for the same text, for whoever needs one.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class SafeNames {
    /** File systems stop at 255 bytes; the rest is room for the marks put behind a name. */
    private static final int LONGEST = 240;

    private static final String EMPTY = "%";
    private static final String MARK = "%";
    private static final String CONTINUES = "%+";
    private static final String HARMLESS = "!#$&'()+,-.;=@[]^_`{}~ ";

    private final boolean foldsCase;

    private SafeNames(boolean foldsCase) {
        this.foldsCase = foldsCase;
    }

    /** Names for file systems that tell {@code a} from {@code A}. */
    public static SafeNames caseSensitive() {
        return new SafeNames(false);
    }

    /** Names for file systems that take {@code a} for {@code A}: capitals are escaped too. */
    public static SafeNames caseFolding() {
        return new SafeNames(true);
    }

    /** Asks the file system, by a look at the folder under another spelling. The folder exists and has a letter in its name. */
    public static SafeNames of(Path folder) throws IOException {
        var name = folder.toRealPath().getFileName().toString();
        var other = folder.toRealPath().resolveSibling(swapCase(name));
        var folds =
                !other.getFileName().toString().equals(name) && Files.exists(other) && Files.isSameFile(folder, other);
        return folds ? caseFolding() : caseSensitive();
    }

    /** The place of the text below the folder: one name, or several when the text is long. */
    public Path resolve(Path folder, String text) {
        var path = folder;
        for (var name : encode(text)) {
            path = path.resolve(name);
        }
        return path;
    }

    /**
     * The file names, outermost first, that stand for the text.
     *
     * @throws IllegalArgumentException when the text has half a surrogate pair, which UTF-8 cannot write
     */
    public List<String> encode(String text) {
        if (!UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException("Not a text that UTF-8 can write: " + escapedForMessage(text));
        }
        if (text.isEmpty()) {
            return List.of(EMPTY);
        }
        var names = new ArrayList<String>();
        var name = new StringBuilder();
        var bytes = text.getBytes(UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            var last = i == bytes.length - 1;
            var unit = isHarmless(bytes[i], last) ? String.valueOf((char) bytes[i]) : escape(bytes[i]);
            if (name.length() + unit.length() > LONGEST) {
                names.add(name + CONTINUES);
                name.setLength(0);
            }
            name.append(unit);
        }
        names.add(name.toString());
        return names;
    }

    /** The second file for the text that the given file stands for. */
    public static Path marked(Path file) {
        return file.resolveSibling(file.getFileName() + MARK);
    }

    /** Whether the file is a second one. */
    public static boolean isMarked(Path file) {
        var name = file.getFileName().toString();
        return name.endsWith(MARK) && !name.equals(EMPTY);
    }

    /** The text behind one file name, without the {@code %+} of a folder that continues; empty when it is none of ours. */
    public Optional<String> decode(String name) {
        if (name.equals(EMPTY)) {
            return Optional.of("");
        }
        var bytes = new ByteArrayOutputStream(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c != '%') {
                bytes.write(c);
            } else if (i + 2 < name.length() && isHex(name, i + 1)) {
                bytes.write(HexFormat.fromHexDigits(name, i + 1, i + 3));
                i += 2;
            } else {
                return Optional.empty();
            }
        }
        var text = bytes.toString(UTF_8);
        return Optional.of(text);
    }

    /**
     * Shows each text that has a file or folder directly in the folder, in no order, and once more for a marked file.
     * Names that {@link #encode} would not have made are passed over; so is a folder that vanishes meanwhile.
     */
    public void forEach(Path folder, BiConsumer<String, Path> visitor) throws IOException {
        forEach(folder, "", visitor);
    }

    private void forEach(Path folder, String start, BiConsumer<String, Path> visitor) throws IOException {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
            for (var child : children) {
                var name = child.getFileName().toString();
                if (name.endsWith(CONTINUES)) {
                    var part = decode(name.substring(0, name.length() - CONTINUES.length()));
                    if (part.isPresent()) {
                        forEach(child, start + part.get(), visitor);
                    }
                    continue;
                }
                var unmarked = isMarked(child) ? name.substring(0, name.length() - MARK.length()) : name;
                decode(unmarked)
                        .map(rest -> start + rest)
                        .filter(text -> unmarked.equals(lastOf(encode(text))))
                        .ifPresent(text -> visitor.accept(text, child));
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            // gone since it was listed
        }
    }

    private boolean isHarmless(byte b, boolean last) {
        if (last && (b == '.' || b == ' ')) {
            return false;
        }
        return b >= 'a' && b <= 'z'
                || b >= '0' && b <= '9'
                || b >= 'A' && b <= 'Z' && !foldsCase
                || b > 0 && HARMLESS.indexOf(b) >= 0;
    }

    private static String escape(byte b) {
        return "%" + HexFormat.of().withUpperCase().toHexDigits(b);
    }

    private static String escapedForMessage(String text) {
        return new String(text.getBytes(UTF_8), UTF_8);
    }

    private static boolean isHex(String text, int at) {
        return HexFormat.isHexDigit(text.charAt(at)) && HexFormat.isHexDigit(text.charAt(at + 1));
    }

    private static String lastOf(List<String> names) {
        return names.get(names.size() - 1);
    }

    private static String swapCase(String name) {
        var upper = name.toUpperCase(java.util.Locale.ROOT);
        return upper.equals(name) ? name.toLowerCase(java.util.Locale.ROOT) : upper;
    }
}
