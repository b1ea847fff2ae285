package dev.cuesheet.localaws.internal.iam;

import java.util.List;
import java.util.Optional;

/**
 * One statement of a policy.
 *
 * @param principal whom it is about; empty in policies that hang on an identity
 * @param resources empty in trust policies, which are about the role they hang on
 */
record Statement(
        boolean allows,
        Optional<Principal> principal,
        Patterns actions,
        Optional<Patterns> resources,
        List<Condition> conditions) {
    Statement {
        conditions = List.copyOf(conditions);
    }

    /** Patterns of {@code Action} or, negated, of {@code NotAction}; likewise of resources. */
    record Patterns(List<String> patterns, boolean negated) {
        Patterns {
            patterns = List.copyOf(patterns);
        }
    }

    boolean isAbout(AccessRequest request) {
        return coversAction(request.action())
                && resources.map(r -> coversResource(r, request)).orElse(true)
                && conditions.stream().allMatch(condition -> condition.holds(request));
    }

    private boolean coversAction(String action) {
        return actions.patterns().stream().anyMatch(pattern -> Glob.matches(pattern, action, true))
                != actions.negated();
    }

    private static boolean coversResource(Patterns resources, AccessRequest request) {
        return resources.patterns().stream()
                        .anyMatch(pattern -> Glob.matches(pattern, request.resource(), false, request::variable))
                != resources.negated();
    }
}
