package dev.cuesheet.engine.internal.dagbag;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/**
 * What sources are compiled against.
 *
 * @param text for the compiler
 * @param identity changes when the classes do; the same for the same files in another place, so that a cache can be
 *     shipped
 */
public record ClassPath(String text, String identity) {

    /** The class path that this process was started with. */
    public static ClassPath ofThisProcess() {
        var text = System.getProperty("java.class.path", "");
        var entries = new LinkedHashSet<Path>();
        for (var entry : text.split(File.pathSeparator)) {
            if (!entry.isEmpty()) {
                addWithItsOwn(Path.of(entry), entries);
            }
        }
        var identity = new ArrayList<String>();
        entries.forEach(entry -> identity.add(identityOf(entry)));
        return new ClassPath(text, String.join("\n", identity));
    }

    /** An executable jar names its libraries in its manifest, and the compiler follows them. */
    private static void addWithItsOwn(Path entry, Set<Path> entries) {
        if (!entries.add(entry) || !Files.isRegularFile(entry)) {
            return;
        }
        var here = entry.toUri();
        for (var library : librariesNamedBy(entry)) {
            entries.add(Path.of(here.resolve(library)));
        }
    }

    private static List<String> librariesNamedBy(Path jar) {
        try (var file = new JarFile(jar.toFile())) {
            var manifest = file.getManifest();
            var named = manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            return named == null || named.isBlank()
                    ? List.of()
                    : List.of(named.strip().split("\\s+"));
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Release jars do not change under their name; folders of classes do. */
    private static String identityOf(Path entry) {
        var file = entry.toFile();
        return file.isDirectory() ? "classes " + newest(file) : file.getName() + " " + file.length();
    }

    private static long newest(File folder) {
        long newest = folder.lastModified();
        var children = folder.listFiles();
        if (children != null) {
            for (var child : children) {
                newest = Math.max(newest, child.isDirectory() ? newest(child) : child.lastModified());
            }
        }
        return newest;
    }
}
