package dev.cuesheet.localaws.spark.worker;

import dev.cuesheet.localaws.LocalAwsFiles;
import dev.cuesheet.localaws.spi.CatalogAccess;
import dev.cuesheet.localaws.spi.JobRunner.Job;
import dev.cuesheet.localaws.spi.ObjectAccess;

/** The local AWS's own state folder, opened beside the process that serves it. */
final class FilesAws implements JobAws {
    private static final String GLUE = "glue.amazonaws.com";
    private static final String SESSION = "GlueJobRunnerSession";

    @Override
    public ObjectAccess objectsFor(Job job) {
        return LocalAwsFiles.open(job.awsHome()).objectsAs(job.roleArn(), GLUE, SESSION);
    }

    @Override
    public CatalogAccess catalogFor(Job job) {
        return LocalAwsFiles.open(job.awsHome()).catalogAs(job.roleArn(), GLUE, SESSION);
    }
}
