package dev.cuesheet.engine;

import java.util.Optional;

/**
 * Looks whether something has come to pass. It is asked again and again as its {@link Poking} says, and holds no thread
 * in between.
 *
 * @param <T> what it hands on
 */
@FunctionalInterface
public interface Sensor<T> {

    /** Looks once: what to hand on when it has come to pass, else empty. */
    Optional<T> poke(TaskContext context) throws Exception;
}
