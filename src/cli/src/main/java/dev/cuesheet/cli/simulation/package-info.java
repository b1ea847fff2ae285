/** How a simulated history looks on a terminal and to a script. */
@NullMarked
package dev.cuesheet.cli.simulation;

import org.jspecify.annotations.NullMarked;
