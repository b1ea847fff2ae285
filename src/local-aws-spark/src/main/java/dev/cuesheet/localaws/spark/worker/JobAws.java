package dev.cuesheet.localaws.spark.worker;

import dev.cuesheet.localaws.spi.CatalogAccess;
import dev.cuesheet.localaws.spi.JobRunner.Job;
import dev.cuesheet.localaws.spi.ObjectAccess;

/** The AWS that a job works on, as its role may see it. Both throw {@link ObjectAccess.AccessDenied} for a bad role. */
interface JobAws {

    ObjectAccess objectsFor(Job job);

    CatalogAccess catalogFor(Job job);

    /** The local AWS's state folder, unless a system property names another implementation. */
    static JobAws ofThisJvm() {
        var other = System.getProperty("cuesheet.job.aws");
        if (other == null) {
            return new FilesAws();
        }
        try {
            return (JobAws) Class.forName(other).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot use " + other + " as the AWS of the jobs", e);
        }
    }
}
