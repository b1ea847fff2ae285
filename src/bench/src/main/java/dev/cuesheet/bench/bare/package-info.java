/** The program that the pipeline is compared with; it runs in a JVM of its own, on the Spark worker's class path. */
@NullMarked
package dev.cuesheet.bench.bare;

import org.jspecify.annotations.NullMarked;
