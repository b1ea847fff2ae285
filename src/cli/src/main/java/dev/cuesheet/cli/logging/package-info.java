/** Where log lines go: one file a run, and standard error for those who asked. */
@NullMarked
package dev.cuesheet.cli.logging;

import org.jspecify.annotations.NullMarked;
