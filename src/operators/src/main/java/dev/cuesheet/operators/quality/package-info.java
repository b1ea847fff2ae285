/** Checks of data by SQL: what to measure, what to expect of it, and what was found. */
@NullMarked
package dev.cuesheet.operators.quality;

import org.jspecify.annotations.NullMarked;
