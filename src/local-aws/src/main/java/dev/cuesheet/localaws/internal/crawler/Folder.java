package dev.cuesheet.localaws.internal.crawler;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A folder of the crawled tree. Filled by one thread, then only read. */
final class Folder {
    private final String name;
    private final String location;
    private final List<CrawledFile> files = new ArrayList<>();
    private final SortedMap<String, Folder> children = new TreeMap<>();

    /** A file and what it looks like. */
    record CrawledFile(String name, FileSchema schema, Statistics statistics) {}

    /** @param location an S3 URI with a slash at its end */
    Folder(String name, String location) {
        this.name = name;
        this.location = location;
    }

    String name() {
        return name;
    }

    String location() {
        return location;
    }

    List<CrawledFile> files() {
        return files;
    }

    SortedMap<String, Folder> children() {
        return children;
    }

    /** The folder at the end of the path of folder names, made where it is missing. */
    Folder below(List<String> path) {
        var folder = this;
        for (var step : path) {
            var parent = folder;
            folder = parent.children.computeIfAbsent(step, n -> new Folder(n, parent.location + n + "/"));
        }
        return folder;
    }

    FileSchema schema() {
        return files.stream().map(CrawledFile::schema).reduce(FileSchema::merge).orElseThrow();
    }

    Statistics statistics() {
        return files.stream().map(CrawledFile::statistics).reduce(Statistics.NONE, Statistics::plus);
    }
}
