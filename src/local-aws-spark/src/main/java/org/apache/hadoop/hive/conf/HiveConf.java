package org.apache.hadoop.hive.conf;

/** Spark looks whether this class is there before it allows {@code enableHiveSupport()}, and asks nothing of it. */
public final class HiveConf {
    private HiveConf() {}
}
