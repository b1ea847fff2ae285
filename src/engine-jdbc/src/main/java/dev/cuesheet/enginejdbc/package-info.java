/** Keeps the engine's state in a SQLite file or in PostgreSQL. */
@NullMarked
package dev.cuesheet.enginejdbc;

import org.jspecify.annotations.NullMarked;
