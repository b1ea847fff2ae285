package dev.cuesheet.localaws.spark.worker;

import dev.cuesheet.localaws.spark.worker.s3.ObjectCommitProtocol;
import dev.cuesheet.localaws.spark.worker.s3.ObjectFileSystem;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkConf;

/** Spark's settings for jobs of this machine's size; a job's {@code --conf} overrides them. */
public final class SparkDefaults {
    private SparkDefaults() {}

    /**
     * Settings that need nothing but Spark and this room, for a program of the job's kind as for a job.
     *
     * @param scratch where Spark may write what it wants to forget
     */
    public static SparkConf conf(Path scratch, int cores) {
        var conf = new SparkConf(false)
                .setMaster("local[" + cores + "]")
                .setAppName("glue")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1")
                .set("spark.ui.enabled", "false")
                .set("spark.local.dir", scratch.resolve("shuffle").toString())
                .set(
                        "spark.sql.warehouse.dir",
                        scratch.resolve("warehouse").toUri().toString())
                .set("spark.sql.session.timeZone", "UTC")
                // the executor is a thread of ours: after a machine has slept it is late, not lost
                .set("spark.storage.blockManagerHeartbeatTimeoutMs", "24h");
        tuned(conf, cores);
        objectStore(conf);
        return conf;
    }

    /** A job of this size spends its time on planning and code generation, not on data: fewer, larger steps win. */
    private static void tuned(SparkConf conf, int cores) {
        conf.set("spark.sql.shuffle.partitions", Integer.toString(cores))
                .set("spark.sql.autoBroadcastJoinThreshold", "64m")
                .set("spark.sql.adaptive.enabled", "false")
                .set("spark.hadoop.parquet.enable.dictionary", "false");
    }

    private static void objectStore(SparkConf conf) {
        for (var scheme : List.of("s3", "s3a", "s3n")) {
            conf.set("spark.hadoop.fs." + scheme + ".impl", ObjectFileSystem.class.getName());
        }
        conf.set("spark.sql.sources.commitProtocolClass", ObjectCommitProtocol.class.getName());
    }
}
