/** Text for people: colour, tables, bars and the live picture of a run. Knows nothing of what it shows. */
@NullMarked
package dev.cuesheet.cli.terminal;

import org.jspecify.annotations.NullMarked;
