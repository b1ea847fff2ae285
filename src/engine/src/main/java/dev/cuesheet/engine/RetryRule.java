package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

/**
 * What to do about one kind of exception. It is kept by its name, so that a rule can be written down.
 *
 * @param exception name of a class or interface; what extends it is meant too
 */
public record RetryRule(String exception, RetryDecision decision) {
    public RetryRule {
        requireNonNull(exception, "exception");
        requireNonNull(decision, "decision");
    }

    /**
     * Whether the failure, or one of its causes, is of that kind. Airflow looks at the failure alone; in Java what went
     * wrong is often wrapped.
     */
    public boolean matches(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (isKindOf(cause.getClass())) {
                return true;
            }
        }
        return false;
    }

    private boolean isKindOf(Class<?> type) {
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            if (at.getName().equals(exception)) {
                return true;
            }
            for (var implemented : at.getInterfaces()) {
                if (isKindOf(implemented)) {
                    return true;
                }
            }
        }
        return false;
    }
}
