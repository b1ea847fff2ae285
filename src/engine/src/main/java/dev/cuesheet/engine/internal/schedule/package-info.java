/** Computes when runs are due. */
@NullMarked
package dev.cuesheet.engine.internal.schedule;

import org.jspecify.annotations.NullMarked;
