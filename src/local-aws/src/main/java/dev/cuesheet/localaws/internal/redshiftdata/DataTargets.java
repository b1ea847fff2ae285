package dev.cuesheet.localaws.internal.redshiftdata;

import dev.cuesheet.localaws.internal.AwsHome;
import dev.cuesheet.localaws.internal.iam.Caller;
import dev.cuesheet.localaws.internal.redshift.Clusters;
import dev.cuesheet.localaws.internal.redshift.DatabaseUsers;
import dev.cuesheet.localaws.internal.wire.AwsError;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Where a statement is to run, and as whom; and whether the caller may. */
final class DataTargets {
    private final AwsHome home;
    private final Clusters clusters;

    DataTargets(AwsHome home, Clusters clusters) {
        this.home = home;
        this.clusters = clusters;
    }

    DataSessions.Target of(ObjectNode input, Caller caller) {
        if (input.has("WorkgroupName")) {
            throw AwsError.notImplemented("redshift-data", "statements on serverless workgroups");
        } else if (input.has("SecretArn")) {
            throw AwsError.notImplemented("redshift-data", "login with a secret");
        }
        var identifier = Inputs.find(input, "ClusterIdentifier")
                .orElseThrow(() -> DataErrors.validation("ClusterIdentifier is a required parameter."));
        var database = Inputs.text(input, "Database");
        var cluster = clusters.find(identifier)
                .orElseThrow(() -> DataErrors.validation("Redshift endpoint doesn't exist in this region."));
        if (!clusters.isAvailable(cluster)) {
            throw DataErrors.validation("Redshift cluster " + identifier + " is not available.");
        }
        var user = Inputs.find(input, "DbUser").orElseGet(() -> DatabaseUsers.of(caller));
        return new DataSessions.Target(identifier, database, user);
    }

    /** Puts the call to IAM, and the temporary login that it stands for. */
    void allow(Caller caller, String operation, DataSessions.Target target) {
        home.authorizer().check(caller, "redshift-data:" + operation, clusters.arn(target.cluster()));
        if (target.user().equals(DatabaseUsers.of(caller))) {
            home.authorizer()
                    .check(
                            caller,
                            "redshift:GetClusterCredentialsWithIAM",
                            arn("dbname:" + target.cluster() + "/" + target.database()));
        } else {
            home.authorizer()
                    .check(
                            caller,
                            "redshift:GetClusterCredentials",
                            arn("dbuser:" + target.cluster() + "/" + target.user()),
                            Map.of("redshift:DbUser", target.user(), "redshift:DbName", target.database()));
        }
    }

    private String arn(String resource) {
        return "arn:aws:redshift:" + home.account().region() + ":"
                + home.account().id() + ":" + resource;
    }
}
