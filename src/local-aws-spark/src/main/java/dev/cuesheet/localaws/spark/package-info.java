/** Starts the JVM that runs Glue jobs on Spark and follows its runs by their folders; touches no class of Spark's. */
@NullMarked
package dev.cuesheet.localaws.spark;

import org.jspecify.annotations.NullMarked;
