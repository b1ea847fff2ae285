/** The scheduler in the foreground: which DAGs it follows and what it tells of their runs. */
@NullMarked
package dev.cuesheet.cli.schedule;

import org.jspecify.annotations.NullMarked;
