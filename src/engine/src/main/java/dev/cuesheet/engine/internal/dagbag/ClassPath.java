package dev.cuesheet.engine.internal.dagbag;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        var entries = new ArrayList<Path>();
        for (var entry : text.split(File.pathSeparator)) {
            if (!entry.isEmpty()) {
                entries.add(Path.of(entry));
            }
        }
        if (entries.size() == 1) {
            addLibrariesNamedBy(entries.get(0), entries);
        }
        var identity = new StringBuilder();
        entries.forEach(entry -> identity.append(identityOf(entry)).append('\n'));
        return new ClassPath(text, identity.toString());
    }

    /**
     * An executable jar is the whole class path, and names its libraries in its manifest. With more entries the manifests
     * are not looked at: opening every library would take longer than all the rest.
     */
    private static void addLibrariesNamedBy(Path jar, List<Path> entries) {
        if (Files.isRegularFile(jar)) {
            var here = jar.toUri();
            librariesNamedBy(jar).forEach(library -> entries.add(Path.of(here.resolve(library))));
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
        long newest = 0;
        var children = folder.listFiles();
        if (children != null) {
            for (var child : children) {
                if (child.isDirectory()) {
                    newest = Math.max(newest, newest(child));
                } else if (child.getName().endsWith(".class")) {
                    newest = Math.max(newest, child.lastModified());
                }
            }
        }
        return newest;
    }
}
