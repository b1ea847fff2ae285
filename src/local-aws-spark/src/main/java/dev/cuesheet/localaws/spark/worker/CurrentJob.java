package dev.cuesheet.localaws.spark.worker;

import dev.cuesheet.localaws.spi.CatalogAccess;
import dev.cuesheet.localaws.spi.ObjectAccess;
import org.jspecify.annotations.Nullable;

/**
 * The AWS of the run under way. Spark makes file systems and metastores by itself, from class names, so they find their
 * way here; a worker makes one run at a time. Threads that a former script left behind lose their access with its end.
 */
public final class CurrentJob {
    private static volatile @Nullable CurrentJob current;

    private final ObjectAccess objects;
    private final CatalogAccess catalog;

    private CurrentJob(ObjectAccess objects, CatalogAccess catalog) {
        this.objects = objects;
        this.catalog = catalog;
    }

    static void begin(ObjectAccess objects, CatalogAccess catalog) {
        current = new CurrentJob(objects, catalog);
    }

    static void end() {
        current = null;
    }

    public static ObjectAccess objects() {
        return underWay().objects;
    }

    public static CatalogAccess catalog() {
        return underWay().catalog;
    }

    private static CurrentJob underWay() {
        var job = current;
        if (job == null) {
            throw new IllegalStateException("no job is under way: its access to S3 and to the Data Catalog has ended");
        }
        return job;
    }
}
