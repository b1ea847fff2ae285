package dev.cuesheet.localaws.internal.redshift;

import dev.cuesheet.localaws.internal.AwsHome;
import dev.cuesheet.localaws.internal.iam.Authorizer;
import dev.cuesheet.localaws.spi.ObjectAccess;
import dev.cuesheet.localaws.spi.SqlEngineProvider.Surroundings;
import dev.cuesheet.localaws.spi.SqlFailure;
import java.time.Clock;
import java.util.Optional;

/** The AWS around one cluster: it acts under the roles that are attached to it, and no others. */
record ClusterSurroundings(AwsHome home, Clusters clusters, String identifier) implements Surroundings {
    private static final String REDSHIFT = "redshift.amazonaws.com";

    @Override
    public ObjectAccess objectsAs(String roleArn) {
        var cluster = clusters.find(identifier)
                .orElseThrow(() -> new SqlFailure("cluster " + identifier + " does not exist any more"));
        if (!cluster.roles().contains(roleArn)) {
            throw new SqlFailure("The requested role " + roleArn + " is not associated to cluster " + identifier);
        }
        try {
            return home.objectsAs(REDSHIFT, roleArn, "RedshiftIamRoleSession");
        } catch (Authorizer.Denied e) {
            throw new SqlFailure(
                    "User " + clusters.arn(identifier) + " is not authorized to assume IAM Role " + roleArn + ": "
                            + e.getMessage(),
                    e);
        }
    }

    @Override
    public Optional<String> defaultRole() {
        return clusters.find(identifier).map(Cluster::defaultRole);
    }

    @Override
    public String region() {
        return home.account().region();
    }

    @Override
    public Clock clock() {
        return home.clock();
    }
}
