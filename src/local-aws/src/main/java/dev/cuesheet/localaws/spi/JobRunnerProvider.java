package dev.cuesheet.localaws.spi;

import java.nio.file.Path;

/** Makes the runner of a local AWS's Glue jobs. */
@FunctionalInterface
public interface JobRunnerProvider {

    /** @param awsHome the state folder of the local AWS */
    JobRunner open(Path awsHome);
}
