/** Benchmarks of single parts within one JVM, run by JMH. */
@NullMarked
package dev.cuesheet.bench.jmh;

import org.jspecify.annotations.NullMarked;
