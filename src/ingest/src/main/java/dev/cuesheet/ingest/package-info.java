/** Sources: what their files must look like, whether they do, and what they add up to. */
@NullMarked
package dev.cuesheet.ingest;

import org.jspecify.annotations.NullMarked;
