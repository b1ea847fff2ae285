package dev.cuesheet.aws.redshift;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Set;

/**
 * A cluster as Redshift told it last.
 *
 * @param status Redshift's word, for example {@code available} or {@code creating}
 * @param host where it listens; empty until it is available
 * @param port 0 until it is available
 * @param roles the state of each attached role ({@code in-sync}, {@code adding}, {@code removing}) by its ARN
 * @param defaultRole the ARN that {@code IAM_ROLE default} stands for; empty for none
 */
public record RedshiftCluster(
        String identifier,
        String status,
        String nodeType,
        int nodes,
        String database,
        String masterUser,
        String host,
        int port,
        Map<String, String> roles,
        String defaultRole) {
    private static final Set<String> BEYOND_WAITING = Set.of(
            "deleting",
            "final-snapshot",
            "hardware-failure",
            "incompatible-hsm",
            "incompatible-network",
            "incompatible-parameters",
            "incompatible-restore",
            "paused",
            "pausing");

    public RedshiftCluster {
        requireNonNull(identifier, "identifier");
        requireNonNull(status, "status");
        requireNonNull(nodeType, "nodeType");
        requireNonNull(database, "database");
        requireNonNull(masterUser, "masterUser");
        requireNonNull(host, "host");
        roles = Map.copyOf(roles);
        requireNonNull(defaultRole, "defaultRole");
    }

    /** True when it answers SQL; the status may say more, as in {@code available, prep-for-resize}. */
    public boolean isAvailable() {
        return status.equals("available") || status.startsWith("available,");
    }

    /** True when it will not become available by waiting. */
    public boolean isBeyondWaiting() {
        return BEYOND_WAITING.contains(status);
    }

    public boolean hasRolesInSync() {
        return roles.values().stream().allMatch("in-sync"::equals);
    }
}
