/**
 * Runs DAGs through simulated time: the real engine and scheduler on a clock of their own, with stand-ins for the tasks'
 * work. It is part of the engine and not of the testing room because the executable simulates too, and must not carry
 * JUnit for it; who has the testing room has this as well.
 */
@NullMarked
package dev.cuesheet.engine.simulation;

import org.jspecify.annotations.NullMarked;
