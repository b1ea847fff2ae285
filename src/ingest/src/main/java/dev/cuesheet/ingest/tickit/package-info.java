/** The TICKIT sample: its seven tables, its public files, their control totals, and a generator of files like them. */
@NullMarked
package dev.cuesheet.ingest.tickit;

import org.jspecify.annotations.NullMarked;
