package dev.cuesheet.localaws.internal.redshift;

import dev.cuesheet.localaws.internal.redshift.Cluster.Status;
import dev.cuesheet.localaws.internal.wire.XmlElement;
import java.time.Instant;
import java.util.Map;

/** Writes clusters as Redshift's answers have them. */
final class ClusterXml {
    private ClusterXml() {}

    /** @param host where SQL clients would connect; shown once the cluster is available */
    static void write(Cluster cluster, Instant now, String region, String host, XmlElement out) {
        var status = cluster.status(now);
        out.with("ClusterIdentifier", cluster.identifier())
                .with("NodeType", cluster.nodeType())
                .with("ClusterStatus", status.wireName())
                .with("ClusterAvailabilityStatus", availability(status))
                .with("MasterUsername", cluster.masterUsername())
                .with("DBName", cluster.databaseName())
                .with("ClusterCreateTime", cluster.createdAt())
                .with("AutomatedSnapshotRetentionPeriod", cluster.snapshotRetentionDays())
                .with("ManualSnapshotRetentionPeriod", -1);
        if (status != Status.CREATING && status != Status.DELETING) {
            out.child("Endpoint").with("Address", host).with("Port", cluster.port());
        }
        out.child("ClusterSecurityGroups");
        out.child("VpcSecurityGroups");
        out.child("ClusterParameterGroups")
                .child("ClusterParameterGroup")
                .with("ParameterGroupName", "default.redshift-1.0")
                .with("ParameterApplyStatus", "in-sync");
        out.with("ClusterSubnetGroupName", cluster.subnetGroup())
                .with("AvailabilityZone", region + "a")
                .with("PreferredMaintenanceWindow", cluster.maintenanceWindow());
        out.child("PendingModifiedValues");
        out.with("ClusterVersion", "1.0")
                .with("AllowVersionUpgrade", true)
                .with("NumberOfNodes", cluster.numberOfNodes())
                .with("PubliclyAccessible", cluster.publiclyAccessible())
                .with("Encrypted", cluster.encrypted())
                .with("EnhancedVpcRouting", false);
        tags(cluster.tags(), out);
        var roles = out.child("IamRoles");
        cluster.roles()
                .forEach(role ->
                        roles.child("ClusterIamRole").with("IamRoleArn", role).with("ApplyStatus", "in-sync"));
        out.with("DefaultIamRoleArn", cluster.defaultRole());
    }

    static void tags(Map<String, String> tags, XmlElement out) {
        var list = out.child("Tags");
        tags.forEach((key, value) -> list.child("Tag").with("Key", key).with("Value", value));
    }

    private static String availability(Status status) {
        return switch (status) {
            case AVAILABLE -> "Available";
            case MODIFYING, CREATING, RESUMING, REBOOTING -> "Modifying";
            case PAUSING, PAUSED -> "Paused";
            case DELETING -> "Unavailable";
        };
    }
}
