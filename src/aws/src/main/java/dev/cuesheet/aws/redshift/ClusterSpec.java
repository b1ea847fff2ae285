package dev.cuesheet.aws.redshift;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A cluster as it should be.
 *
 * @param nodes 1 makes a single-node cluster
 * @param database made together with the cluster
 * @param masterPassword null lets Redshift make one and keep it in Secrets Manager
 * @param roles ARNs of the roles that COPY and UNLOAD may use
 * @param defaultRole what {@code IAM_ROLE default} stands for; null for none, otherwise one of the roles
 */
public record ClusterSpec(
        String identifier,
        String nodeType,
        int nodes,
        String database,
        String masterUser,
        @Nullable String masterPassword,
        boolean publiclyAccessible,
        Set<String> roles,
        @Nullable String defaultRole) {
    public ClusterSpec {
        requireNonNull(identifier, "identifier");
        requireNonNull(nodeType, "nodeType");
        requireNonNull(database, "database");
        requireNonNull(masterUser, "masterUser");
        roles = Set.copyOf(roles);
        if (nodes < 1) {
            throw new IllegalArgumentException(
                    "Cluster \"%s\" needs a node at least, got %d".formatted(identifier, nodes));
        }
        if (defaultRole != null && !roles.contains(defaultRole)) {
            throw new IllegalArgumentException(
                    "The default role %s of cluster \"%s\" is not among its roles".formatted(defaultRole, identifier));
        }
    }

    public static Builder named(String identifier) {
        return new Builder(identifier);
    }

    /** The same cluster with every text rendered, except the password. */
    public ClusterSpec renderedWith(UnaryOperator<String> render) {
        var rendered = new LinkedHashSet<String>();
        roles.forEach(role -> rendered.add(render.apply(role)));
        return new ClusterSpec(
                render.apply(identifier),
                render.apply(nodeType),
                nodes,
                render.apply(database),
                render.apply(masterUser),
                masterPassword,
                publiclyAccessible,
                rendered,
                defaultRole == null ? null : render.apply(defaultRole));
    }

    @Override
    public String toString() {
        return "ClusterSpec[%s, %d x %s, database %s, master user %s, roles %s]"
                .formatted(identifier, nodes, nodeType, database, masterUser, roles);
    }

    /** Collects a cluster's settings. Not to be shared between threads. */
    public static final class Builder {
        private final String identifier;
        private String nodeType = "ra3.large";
        private int nodes = 1;
        private String database = "dev";
        private String masterUser = "admin";
        private @Nullable String masterPassword;
        private boolean publiclyAccessible;
        private final Set<String> roles = new LinkedHashSet<>();
        private @Nullable String defaultRole;

        private Builder(String identifier) {
            this.identifier = identifier;
        }

        public Builder nodes(int number, String nodeType) {
            this.nodes = number;
            this.nodeType = nodeType;
            return this;
        }

        public Builder database(String name) {
            this.database = name;
            return this;
        }

        public Builder masterUser(String name) {
            this.masterUser = name;
            return this;
        }

        public Builder masterPassword(String password) {
            this.masterPassword = password;
            return this;
        }

        public Builder publiclyAccessible(boolean accessible) {
            this.publiclyAccessible = accessible;
            return this;
        }

        public Builder role(String arn) {
            roles.add(arn);
            return this;
        }

        /** Attaches the role and makes it what {@code IAM_ROLE default} stands for. */
        public Builder defaultRole(String arn) {
            this.defaultRole = arn;
            return role(arn);
        }

        public ClusterSpec build() {
            return new ClusterSpec(
                    identifier,
                    nodeType,
                    nodes,
                    database,
                    masterUser,
                    masterPassword,
                    publiclyAccessible,
                    roles,
                    defaultRole);
        }
    }
}
