package dev.cuesheet.localaws.spi;

import java.nio.file.Path;
import java.time.Clock;

/** Opens the database of a cluster. */
@FunctionalInterface
public interface SqlEngineProvider {

    /** What an engine may use of the AWS around it. */
    interface Surroundings {
        /**
         * S3 as the given role sees it, for COPY and UNLOAD.
         *
         * @throws SqlFailure when the role does not exist, is not attached to the cluster or does not trust Redshift
         */
        ObjectAccess objectsAs(String roleArn);

        /** The role that {@code IAM_ROLE default} stands for. */
        java.util.Optional<String> defaultRole();

        String region();

        Clock clock();
    }

    /** Opens, or creates, the database files in the folder, which belongs to this cluster alone. */
    SqlEngine open(Path folder, Surroundings surroundings);
}
