package dev.cuesheet.engine.dagbag;

import java.util.Optional;

/** Where the parameters of {@code public static Dag dag(...)} methods come from. */
@FunctionalInterface
public interface DagArguments {

    /** What there is for a parameter of this type; empty when there is nothing. */
    Optional<?> of(Class<?> type);

    /** Nothing: DAG methods without parameters only. */
    static DagArguments none() {
        return type -> Optional.empty();
    }
}
