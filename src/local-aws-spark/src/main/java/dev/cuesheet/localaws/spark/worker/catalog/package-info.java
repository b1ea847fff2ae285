/** The Glue Data Catalog as Spark's metastore, and the tables that Spark cannot read without Hive's classes. */
@NullMarked
package dev.cuesheet.localaws.spark.worker.catalog;

import org.jspecify.annotations.NullMarked;
