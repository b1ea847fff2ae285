package dev.cuesheet.localaws.internal.iam;

import java.util.List;

/**
 * One key of a {@code Condition} block.
 *
 * @param quantifier how several values of one key are judged
 * @param ifExists true when a request without the key satisfies the condition
 */
record Condition(
        Quantifier quantifier, ConditionOperator operator, boolean ifExists, String key, List<String> expected) {
    Condition {
        expected = List.copyOf(expected);
    }

    enum Quantifier {
        /** The ordinary form, for keys with a single value. */
        NONE,
        FOR_ALL_VALUES,
        FOR_ANY_VALUE
    }

    boolean holds(AccessRequest request) {
        var actual = request.values(key).filter(values -> !values.isEmpty());
        if (operator == ConditionOperator.NULL) {
            return expected.stream().anyMatch(value -> Boolean.parseBoolean(value) == actual.isEmpty());
        }
        if (actual.isEmpty()) {
            return switch (quantifier) {
                case NONE -> ifExists || operator.isNegated();
                case FOR_ALL_VALUES -> true;
                case FOR_ANY_VALUE -> ifExists;
            };
        }
        return switch (quantifier) {
            case FOR_ALL_VALUES -> actual.get().stream().allMatch(value -> accepts(value, request));
            case FOR_ANY_VALUE -> actual.get().stream().anyMatch(value -> accepts(value, request));
            case NONE ->
                operator.isNegated()
                        ? actual.get().stream().allMatch(value -> accepts(value, request))
                        : actual.get().stream().anyMatch(value -> accepts(value, request));
        };
    }

    /** One of the expected values must fit or, for an operator that says "not", none of them may. */
    private boolean accepts(String value, AccessRequest request) {
        return expected.stream().anyMatch(wanted -> operator.fits(value, wanted, request)) != operator.isNegated();
    }
}
