package dev.cuesheet.bench.bare;

import dev.cuesheet.localaws.spark.worker.SparkDefaults;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/**
 * The refinement of TICKIT as a Spark program alone: no S3, no Data Catalog, no roles. Spark's settings are the
 * worker's, the tables lie in Spark's own catalog in memory, and the script is the one that Glue runs.
 */
public final class BareEtl {
    /** Where the script looks for the raw tables. */
    public static final String DATABASE = "tickit_raw";

    private BareEtl() {}

    /** @param args scratch folder, folder of the script's classes, file with the tables' declarations, output */
    public static void main(String[] args) throws Exception {
        var spark = SparkSession.builder()
                .config(SparkDefaults.conf(Path.of(args[0]), Integer.getInteger("cuesheet.cores")))
                .getOrCreate();
        spark.sql("CREATE DATABASE " + DATABASE);
        for (var declaration : Files.readAllLines(Path.of(args[2]))) {
            spark.sql(declaration);
        }
        runScript(Path.of(args[1]), "--source_database", DATABASE, "--target_path", args[3]);
        spark.stop();
    }

    private static void runScript(Path classes, String... arguments) throws Exception {
        try (var loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
            Thread.currentThread().setContextClassLoader(loader);
            loader.loadClass("TickitEtl").getMethod("main", String[].class).invoke(null, (Object) arguments);
        }
    }
}
