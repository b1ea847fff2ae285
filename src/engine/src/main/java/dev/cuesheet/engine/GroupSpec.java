package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A group of tasks.
 *
 * @param id with those of the groups around it, as far as they lend it
 * @param parent the group around it; null when there is none
 * @param tooltip what it is about; empty when nothing was said
 * @param mapping what it is mapped over
 */
public record GroupSpec(String id, @Nullable String parent, String tooltip, TaskSpec.Mapping mapping) {
    public GroupSpec {
        requireNonNull(id, "id");
        requireNonNull(tooltip, "tooltip");
        requireNonNull(mapping, "mapping");
    }
}
