/** Reading delimited bytes quickly. Closed: for this room alone. */
@NullMarked
package dev.cuesheet.ingest.internal;

import org.jspecify.annotations.NullMarked;
