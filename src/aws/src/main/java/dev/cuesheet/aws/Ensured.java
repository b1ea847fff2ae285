package dev.cuesheet.aws;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** What it took to make a thing as it should be. */
public record Ensured(Change change, List<Difference> differences) {

    /** What was done. */
    public enum Change {
        CREATED,
        UPDATED,
        UNCHANGED
    }

    /** A setting that was not as wanted, in words for people. */
    public record Difference(String field, String was, String wanted) {
        @Override
        public String toString() {
            return "%s was %s, is now %s".formatted(field, was, wanted);
        }
    }

    public Ensured {
        differences = List.copyOf(differences);
    }

    public static Ensured created() {
        return new Ensured(Change.CREATED, List.of());
    }

    public static Ensured unchanged() {
        return new Ensured(Change.UNCHANGED, List.of());
    }

    /** Updated for these differences, or unchanged when there are none. */
    public static Ensured updated(List<Difference> differences) {
        return new Ensured(differences.isEmpty() ? Change.UNCHANGED : Change.UPDATED, differences);
    }

    /** In words, for a log line: {@code updated (role was "a", is now "b")}. */
    public String describe() {
        return switch (change) {
            case CREATED -> "created";
            case UNCHANGED -> "unchanged";
            case UPDATED -> differences.stream().map(Difference::toString).collect(joining("; ", "updated (", ")"));
        };
    }
}
