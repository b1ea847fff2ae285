package dev.cuesheet.localaws.spark.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Compiles scripts ahead of time, for the build: a product that ships them starts its first job without a compiler. */
public final class ScriptCacheWarmer {

    private ScriptCacheWarmer() {}

    /** @param args the cache folder to fill, then scripts or folders of scripts */
    public static void main(String[] args) throws IOException {
        var cache = new ScriptCache(Files.createDirectories(Path.of(args[0])), null);
        for (var place : List.of(args).subList(1, args.length)) {
            try (Stream<Path> files = Files.walk(Path.of(place))) {
                for (var script : files.filter(file -> file.toString().endsWith(".scala"))
                        .sorted()
                        .toList()) {
                    cache.classesOf(script.getFileName().toString(), Files.readString(script), List.of());
                }
            }
        }
    }
}
