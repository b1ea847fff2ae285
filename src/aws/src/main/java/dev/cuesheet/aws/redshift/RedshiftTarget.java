package dev.cuesheet.aws.redshift;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where SQL runs: a database of a cluster or of a serverless workgroup, exactly one of the two.
 *
 * @param dbUser for a cluster, the database user to get temporary credentials for; null for the caller's IAM identity
 * @param secretArn a secret with the credentials; null for none, and not together with a user
 */
public record RedshiftTarget(
        @Nullable String cluster,
        @Nullable String workgroup,
        String database,
        @Nullable String dbUser,
        @Nullable String secretArn) {
    public RedshiftTarget {
        if ((cluster == null) == (workgroup == null)) {
            throw new IllegalArgumentException("SQL runs on a cluster or on a workgroup, exactly one of the two");
        }
        if (database.isBlank()) {
            throw new IllegalArgumentException("SQL runs in a database; none was named");
        }
        if (dbUser != null && (secretArn != null || workgroup != null)) {
            throw new IllegalArgumentException("A database user goes with a cluster and without a secret");
        }
    }

    public static RedshiftTarget ofCluster(String cluster, String database) {
        return new RedshiftTarget(cluster, null, database, null, null);
    }

    public static RedshiftTarget ofWorkgroup(String workgroup, String database) {
        return new RedshiftTarget(null, workgroup, database, null, null);
    }

    public RedshiftTarget asUser(String dbUser) {
        return new RedshiftTarget(cluster, workgroup, database, dbUser, null);
    }

    public RedshiftTarget withSecret(String secretArn) {
        return new RedshiftTarget(cluster, workgroup, database, null, secretArn);
    }

    /** The same target with every text rendered. */
    public RedshiftTarget renderedWith(UnaryOperator<String> render) {
        return new RedshiftTarget(
                rendered(cluster, render),
                rendered(workgroup, render),
                render.apply(database),
                rendered(dbUser, render),
                rendered(secretArn, render));
    }

    private static @Nullable String rendered(@Nullable String text, UnaryOperator<String> render) {
        return text == null ? null : render.apply(text);
    }

    @Override
    public String toString() {
        return "%s/%s".formatted(cluster == null ? workgroup : cluster, database);
    }
}
