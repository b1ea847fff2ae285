package org.apache.spark.sql.hive;

import dev.cuesheet.localaws.spark.worker.catalog.DataCatalog;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;

/**
 * The metastore of a session "with Hive support". Spark knows its external catalogs by fixed class names and has no
 * setting for others; Glue puts the Data Catalog where Hive's metastore would be, and so does this class. The real one
 * (spark-hive) is not on the class path.
 */
public final class HiveExternalCatalog extends DataCatalog {

    /** The constructor that Spark looks for. */
    public HiveExternalCatalog(SparkConf conf, Configuration hadoop) {}
}
