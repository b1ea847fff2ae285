package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which assets must have been updated: one, or several with and and or between them. Immutable. Airflow's {@code
 * AssetBooleanCondition}.
 */
public sealed interface AssetCondition permits Asset, AssetCondition.All, AssetCondition.Any {

    /** This and that. */
    default AssetCondition and(AssetCondition other) {
        return new All(List.of(this, other));
    }

    /** This or that. */
    default AssetCondition or(AssetCondition other) {
        return new Any(List.of(this, other));
    }

    /** Every asset that it speaks of, each once. */
    List<Asset> assets();

    /** @param updated names of the assets that have been updated */
    boolean isMetBy(Set<String> updated);

    /** For people: {@code (a or b) and c}. */
    String describe();

    /** All of these; with one asset in it twice, that one once. */
    record All(List<AssetCondition> parts) implements AssetCondition {
        public All {
            parts = flat(parts, All.class);
        }

        @Override
        public List<Asset> assets() {
            return assetsOf(parts);
        }

        @Override
        public boolean isMetBy(Set<String> updated) {
            return parts.stream().allMatch(part -> part.isMetBy(updated));
        }

        @Override
        public String describe() {
            return AssetCondition.joined(parts, " and ");
        }
    }

    /** At least one of these. */
    record Any(List<AssetCondition> parts) implements AssetCondition {
        public Any {
            parts = flat(parts, Any.class);
        }

        @Override
        public List<Asset> assets() {
            return assetsOf(parts);
        }

        @Override
        public boolean isMetBy(Set<String> updated) {
            return parts.stream().anyMatch(part -> part.isMetBy(updated));
        }

        @Override
        public String describe() {
            return AssetCondition.joined(parts, " or ");
        }
    }

    /** {@code a and (b and c)} is {@code a and b and c}, so that equal conditions are equal records more often. */
    private static List<AssetCondition> flat(List<AssetCondition> parts, Class<? extends AssetCondition> kind) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a condition on assets needs at least one asset");
        }
        var flat = new ArrayList<AssetCondition>();
        for (var part : parts) {
            requireNonNull(part, "part");
            if (part instanceof All all && kind == All.class) {
                flat.addAll(all.parts);
            } else if (part instanceof Any any && kind == Any.class) {
                flat.addAll(any.parts);
            } else {
                flat.add(part);
            }
        }
        return flat.stream().distinct().toList();
    }

    private static List<Asset> assetsOf(List<AssetCondition> parts) {
        return parts.stream().flatMap(part -> part.assets().stream()).distinct().toList();
    }

    private static String joined(List<AssetCondition> parts, String between) {
        return parts.size() == 1
                ? parts.get(0).describe()
                : parts.stream()
                        .flatMap(part ->
                                Stream.of(part instanceof Asset ? part.describe() : "(" + part.describe() + ")"))
                        .collect(Collectors.joining(between));
    }
}
