package dev.cuesheet.operators.quality;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * What came of one check.
 *
 * @param subject what it looked at
 * @param expected what it wanted, in words
 * @param found what there was instead, or as wanted
 * @param at when it looked
 */
public record CheckResult(
        String name, String subject, Severity severity, boolean passed, String expected, String found, Instant at) {
    public CheckResult {
        requireNonNull(name, "name");
        requireNonNull(subject, "subject");
        requireNonNull(severity, "severity");
        requireNonNull(expected, "expected");
        requireNonNull(found, "found");
        requireNonNull(at, "at");
    }

    /** Whether the task fails because of it. */
    public boolean fails() {
        return !passed && severity == Severity.ERROR;
    }

    /** For people: {@code rows of tickit.sales: expected at least 1, found 0}. */
    public String describe() {
        return name.equals(subject)
                ? "%s: expected %s, found %s".formatted(name, expected, found)
                : "%s (%s): expected %s, found %s".formatted(name, subject, expected, found);
    }
}
