package dev.cuesheet.localaws.internal.redshift;

import dev.cuesheet.localaws.internal.wire.AwsError;

/** Redshift's refusals, with the codes that its clients know. */
final class RedshiftErrors {
    private RedshiftErrors() {}

    static AwsError clusterNotFound(String identifier) {
        return new AwsError(404, "ClusterNotFound", "Cluster " + identifier + " not found.");
    }

    static AwsError alreadyExists() {
        return new AwsError(400, "ClusterAlreadyExists", "Cluster already exists");
    }

    static AwsError invalidState(String message) {
        return new AwsError(400, "InvalidClusterState", message);
    }

    static AwsError invalidParameter(String message) {
        return new AwsError(400, "InvalidParameterValue", message);
    }

    static AwsError missingParameter(String message) {
        return new AwsError(400, "InvalidParameterCombination", message);
    }
}
