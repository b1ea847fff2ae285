package dev.cuesheet.engine.lineage;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/** What one attempt reads and writes. */
public record Lineage(List<LineageDataset> inputs, List<LineageDataset> outputs) {
    public Lineage {
        inputs = List.copyOf(new LinkedHashSet<>(inputs));
        outputs = List.copyOf(new LinkedHashSet<>(outputs));
    }

    public static Lineage none() {
        return new Lineage(List.of(), List.of());
    }

    public static Lineage reading(Collection<LineageDataset> inputs) {
        return new Lineage(List.copyOf(inputs), List.of());
    }
}
