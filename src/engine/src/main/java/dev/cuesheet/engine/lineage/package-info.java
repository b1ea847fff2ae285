/** Which data a task reads and writes, as its operator declares it, by names that lineage tools share. */
@NullMarked
package dev.cuesheet.engine.lineage;

import org.jspecify.annotations.NullMarked;
