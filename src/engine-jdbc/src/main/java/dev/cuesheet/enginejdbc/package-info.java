/** Keeps the engine's state in a SQLite file. */
@NullMarked
package dev.cuesheet.enginejdbc;

import org.jspecify.annotations.NullMarked;
