/** One class a command: its options, and the order in which it asks the other rooms. */
@NullMarked
package dev.cuesheet.cli.command;

import org.jspecify.annotations.NullMarked;
