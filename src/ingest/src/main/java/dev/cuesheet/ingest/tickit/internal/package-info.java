/** How TICKIT-like files are made. Closed: for this room alone. */
@NullMarked
package dev.cuesheet.ingest.tickit.internal;

import org.jspecify.annotations.NullMarked;
