package dev.cuesheet.localaws.spark.worker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkContext$;
import org.apache.spark.sql.SparkSession;

/**
 * What a job finds when its script starts, as spark-submit would leave it: a Spark context and an empty class loader,
 * both for this job alone. A stage is set before its job comes, since that takes time and needs no script.
 */
final class Stage implements AutoCloseable {
    private final JobClassLoader classes = new JobClassLoader();
    private final RunProgress progress = new RunProgress();
    private final SparkContext context;

    private Stage(SparkConf conf) {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(classes); // Spark's executor takes it for the parent of its own
        try {
            context = new SparkContext(conf);
            context.addSparkListener(progress);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** @param settings the job's own, which win */
    static Stage set(Path scratch, int cores, Map<String, String> settings) {
        var conf = SparkDefaults.conf(scratch, cores);
        settings.forEach(conf::set);
        return new Stage(conf);
    }

    JobClassLoader classes() {
        return classes;
    }

    RunProgress progress() {
        return progress;
    }

    /** The session that the script's {@code SparkSession.builder().getOrCreate()} will answer with. */
    void openSession(boolean dataCatalog) {
        var session = org.apache.spark.sql.classic.SparkSession.builder()
                .sparkContext(context)
                .config("spark.sql.catalogImplementation", dataCatalog ? "hive" : "in-memory")
                .getOrCreate();
        SparkSession.setDefaultSession(session);
        SparkSession.setActiveSession(session);
    }

    void cancelJobs() {
        context.cancelAllJobs();
    }

    /** Also ends a context that the script made for itself after it had stopped this one. */
    @Override
    public void close() throws IOException {
        SparkSession.clearActiveSession();
        SparkSession.clearDefaultSession();
        context.stop();
        var own = SparkContext$.MODULE$.getActive();
        if (own.isDefined()) {
            own.get().stop();
        }
        classes.close();
    }
}
