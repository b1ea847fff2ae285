package dev.cuesheet.aws.glue;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/** A database of the catalog. The location is empty when none was given. */
public record GlueDatabase(String name, String description, String location, Map<String, String> parameters) {
    public GlueDatabase {
        requireNonNull(name, "name");
        requireNonNull(description, "description");
        requireNonNull(location, "location");
        parameters = Map.copyOf(parameters);
    }
}
