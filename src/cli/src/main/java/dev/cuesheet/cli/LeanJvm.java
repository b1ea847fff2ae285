package dev.cuesheet.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * Gives a run the JVM that {@code bin/cuesheet} would have given it. {@code java -jar} carries no flags, and on a large
 * machine Java then helps itself to half a gigabyte and to seconds of compiling for a run that ends before they pay. So a
 * run that was started that way has the operating system replace this program by Java with the flags ({@code execve}):
 * the process stays the same one, with its id, its parent, its terminal and its signals. It costs 0.2 s.
 *
 * <p>Whoever gave Java flags of their own keeps them. Where the system has no {@code /proc} the run goes on as it is.
 */
final class LeanJvm {
    private static final Path PROCESS = Path.of("/proc/self");
    private static final String ARENAS = "MALLOC_ARENA_MAX=";
    private static final List<String> OWN_FLAGS = List.of("JAVA_TOOL_OPTIONS=", "JDK_JAVA_OPTIONS=");

    /** The C library, as far as it is used here. */
    interface CLibrary extends Library {
        int execve(String program, Pointer[] arguments, Pointer[] environment);
    }

    private LeanJvm() {}

    /** Does not return when it succeeds. Only to be called before anything is open that must not be lost. */
    static void takeOver(Installation installation) {
        var options = installation.jvmOptions();
        if (!Files.isRegularFile(options)) {
            return;
        }
        try {
            var command = words("cmdline");
            var environment = words("environ");
            if (startedByJarAlone(command) && environment.stream().noneMatch(starts(OWN_FLAGS))) {
                command.addAll(
                        1,
                        List.of(bytes("@" + options), bytes("-XX:SharedArchiveFile=" + installation.classArchive())));
                if (environment.stream().noneMatch(starts(List.of(ARENAS)))) {
                    environment.add(bytes(ARENAS + 2));
                }
                var java = PROCESS.resolve("exe").toRealPath().toString();
                Native.load("c", CLibrary.class).execve(java, pointers(command), pointers(environment));
            }
        } catch (IOException | LinkageError e) {
            // It runs as well in this JVM, only not as lean.
        }
    }

    private static boolean startedByJarAlone(List<byte[]> command) {
        return command.size() > 2 && Arrays.equals(command.get(1), bytes("-jar"));
    }

    private static Predicate<byte[]> starts(List<String> prefixes) {
        return word -> prefixes.stream().anyMatch(new String(word, US_ASCII)::startsWith);
    }

    /** Bytes, since Java may not be able to read them as text: that depends on the locale. */
    private static List<byte[]> words(String file) throws IOException {
        var all = Files.readAllBytes(PROCESS.resolve(file));
        var words = new ArrayList<byte[]>();
        int from = 0;
        for (int i = 0; i < all.length; i++) {
            if (all[i] == 0) {
                words.add(Arrays.copyOfRange(all, from, i));
                from = i + 1;
            }
        }
        return words;
    }

    private static byte[] bytes(String word) {
        return word.getBytes(UTF_8);
    }

    /** As C has them: each ended by a zero, the list by a null. */
    private static Pointer[] pointers(List<byte[]> words) {
        var pointers = new Pointer[words.size() + 1];
        for (int i = 0; i < words.size(); i++) {
            var word = words.get(i);
            var memory = new Memory(word.length + 1L);
            memory.write(0, word, 0, word.length);
            memory.setByte(word.length, (byte) 0);
            pointers[i] = memory;
        }
        return pointers;
    }
}
