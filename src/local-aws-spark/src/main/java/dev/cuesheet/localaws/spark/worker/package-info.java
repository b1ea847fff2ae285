/** What runs in the job's own JVM: Spark, the script compiler, and the local AWS as Spark's file system and metastore. */
@NullMarked
package dev.cuesheet.localaws.spark.worker;

import org.jspecify.annotations.NullMarked;
