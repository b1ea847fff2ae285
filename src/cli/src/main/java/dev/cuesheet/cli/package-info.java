/** The executable: commands, the terminal, and the one place where all rooms are wired together. */
@NullMarked
package dev.cuesheet.cli;

import org.jspecify.annotations.NullMarked;
