/** The tables behind the stores. Closed: everything here may change without notice. */
@NullMarked
package dev.cuesheet.enginejdbc.internal;

import org.jspecify.annotations.NullMarked;
