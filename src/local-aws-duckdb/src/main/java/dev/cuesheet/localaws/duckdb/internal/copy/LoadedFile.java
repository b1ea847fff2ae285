package dev.cuesheet.localaws.duckdb.internal.copy;

/** One file that COPY read. */
public record LoadedFile(String uri, long lines, long bytes) {}
