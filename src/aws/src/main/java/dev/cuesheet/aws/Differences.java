package dev.cuesheet.aws;

import dev.cuesheet.aws.Ensured.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** Collects in what a thing differs from how it should be. Used by one thread. */
public final class Differences {
    private final List<Difference> found = new ArrayList<>();

    /** Compares as text, so that {@code 2} and {@code "2"} are one, and null and empty too. */
    public Differences compare(String field, @Nullable Object is, Object wanted) {
        return compare(field, is, wanted, String::equals);
    }

    /** Like {@link #compare(String, Object, Object)}, with an equality of its own. */
    public Differences compare(
            String field, @Nullable Object is, Object wanted, BiPredicate<? super String, ? super String> same) {
        var was = text(is);
        var should = text(wanted);
        if (!same.test(was, should)) {
            found.add(new Difference(field, was, should));
        }
        return this;
    }

    /** A role may be given by name or by ARN. */
    public Differences compareRoles(String field, @Nullable String is, String wanted) {
        return compare(
                field,
                is,
                wanted,
                (was, should) -> was.startsWith("arn:") && should.startsWith("arn:")
                        ? was.equals(should)
                        : nameOf(was).equals(nameOf(should)));
    }

    public List<Difference> found() {
        return List.copyOf(found);
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static String nameOf(String role) {
        return role.substring(role.lastIndexOf('/') + 1);
    }
}
