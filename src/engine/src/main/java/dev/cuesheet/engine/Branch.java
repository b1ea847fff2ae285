package dev.cuesheet.engine;

import java.util.List;

/**
 * What a branch decided: the tasks directly below it that are to be followed. The others below it are skipped, except
 * those that can also be reached from a followed one.
 *
 * @param follow ids of tasks that wait for the branch directly; none skips them all
 */
public record Branch(List<String> follow) {
    public Branch {
        follow = List.copyOf(follow);
    }

    public static Branch to(String... taskIds) {
        return new Branch(List.of(taskIds));
    }

    public static Branch nowhere() {
        return new Branch(List.of());
    }
}
