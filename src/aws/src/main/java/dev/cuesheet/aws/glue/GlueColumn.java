package dev.cuesheet.aws.glue;

import static java.util.Objects.requireNonNull;

/** A column in the catalog; the type is Hive's text, for example {@code bigint} or {@code struct<a:int>}. */
public record GlueColumn(String name, String type, String comment) {
    public GlueColumn {
        requireNonNull(name, "name");
        requireNonNull(type, "type");
        requireNonNull(comment, "comment");
    }

    public static GlueColumn of(String name, String type) {
        return new GlueColumn(name, type, "");
    }
}
