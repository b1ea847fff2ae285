/** Whole-program benchmarks: the packaged executable, measured from outside as its user meets it. */
@NullMarked
package dev.cuesheet.bench;

import org.jspecify.annotations.NullMarked;
