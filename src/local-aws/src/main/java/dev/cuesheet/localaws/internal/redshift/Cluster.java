package dev.cuesheet.localaws.internal.redshift;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A cluster as it is kept on disk. The master user's password is not: nobody logs in with it here.
 *
 * @param settledAt when the present change is over, see {@link Status#settled}
 * @param defaultRole what {@code IAM_ROLE default} stands for
 */
public record Cluster(
        String identifier,
        String nodeType,
        int numberOfNodes,
        String masterUsername,
        String databaseName,
        int port,
        Instant createdAt,
        Status changing,
        Instant settledAt,
        List<String> roles,
        @Nullable String defaultRole,
        boolean encrypted,
        boolean publiclyAccessible,
        String maintenanceWindow,
        int snapshotRetentionDays,
        @Nullable String subnetGroup,
        Map<String, String> tags) {

    /** A cluster's states. Those that pass by themselves become the state after them once their time is over. */
    public enum Status {
        CREATING("creating"),
        AVAILABLE("available"),
        MODIFYING("modifying"),
        REBOOTING("rebooting"),
        PAUSING("pausing"),
        PAUSED("paused"),
        RESUMING("resuming"),
        DELETING("deleting");

        private final String wireName;

        Status(String wireName) {
            this.wireName = wireName;
        }

        /** The state that this one leads to; empty for one that lasts, and for a deletion, which leads to nothing. */
        Status settled() {
            return switch (this) {
                case CREATING, MODIFYING, REBOOTING, RESUMING, AVAILABLE -> AVAILABLE;
                case PAUSING, PAUSED -> PAUSED;
                case DELETING -> DELETING;
            };
        }

        public String wireName() {
            return wireName;
        }
    }

    public Cluster {
        roles = List.copyOf(roles);
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    Status status(Instant now) {
        return now.isBefore(settledAt) ? changing : changing.settled();
    }

    boolean isGone(Instant now) {
        return changing == Status.DELETING && !now.isBefore(settledAt);
    }

    Cluster changing(Status next, Instant until) {
        return new Cluster(
                identifier,
                nodeType,
                numberOfNodes,
                masterUsername,
                databaseName,
                port,
                createdAt,
                next,
                until,
                roles,
                defaultRole,
                encrypted,
                publiclyAccessible,
                maintenanceWindow,
                snapshotRetentionDays,
                subnetGroup,
                tags);
    }

    Cluster withRoles(List<String> attached, @Nullable String byDefault) {
        return new Cluster(
                identifier,
                nodeType,
                numberOfNodes,
                masterUsername,
                databaseName,
                port,
                createdAt,
                changing,
                settledAt,
                attached,
                byDefault,
                encrypted,
                publiclyAccessible,
                maintenanceWindow,
                snapshotRetentionDays,
                subnetGroup,
                tags);
    }

    Cluster withTags(Map<String, String> all) {
        return new Cluster(
                identifier,
                nodeType,
                numberOfNodes,
                masterUsername,
                databaseName,
                port,
                createdAt,
                changing,
                settledAt,
                roles,
                defaultRole,
                encrypted,
                publiclyAccessible,
                maintenanceWindow,
                snapshotRetentionDays,
                subnetGroup,
                all);
    }

    Cluster sized(String type, int nodes) {
        return new Cluster(
                identifier,
                type,
                nodes,
                masterUsername,
                databaseName,
                port,
                createdAt,
                changing,
                settledAt,
                roles,
                defaultRole,
                encrypted,
                publiclyAccessible,
                maintenanceWindow,
                snapshotRetentionDays,
                subnetGroup,
                tags);
    }
}
