package dev.cuesheet.localaws.internal.crawler;

/** A column found in data. The name is lower case. */
public record Column(String name, ColumnType type) {}
