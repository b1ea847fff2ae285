package dev.cuesheet.operators;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.aws.Wait;
import dev.cuesheet.aws.redshift.ClusterSpec;
import dev.cuesheet.aws.redshift.RedshiftCluster;
import dev.cuesheet.aws.redshift.RedshiftClusters;
import dev.cuesheet.engine.Operator;
import dev.cuesheet.engine.TaskContext;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a Redshift cluster unless it is there, attaches the roles it lacks, and awaits that it answers SQL. Immutable; safe
 * to share between threads.
 */
public final class RedshiftCreateClusterOperator implements Operator<RedshiftCluster> {
    private static final Logger log = LoggerFactory.getLogger(RedshiftCreateClusterOperator.class);
    private final RedshiftClusters clusters;
    private final ClusterSpec cluster;
    private final Wait wait;

    private RedshiftCreateClusterOperator(RedshiftClusters clusters, ClusterSpec cluster, Wait wait) {
        this.clusters = requireNonNull(clusters, "clusters");
        this.cluster = requireNonNull(cluster, "cluster");
        this.wait = requireNonNull(wait, "wait");
    }

    public RedshiftCreateClusterOperator(RedshiftClusters clusters, ClusterSpec cluster) {
        this(clusters, cluster, RedshiftClusters.DEFAULT_WAIT);
    }

    /** How often to look and for how long; the task's execution timeout ends the wait earlier. */
    public RedshiftCreateClusterOperator waiting(Wait patience) {
        return new RedshiftCreateClusterOperator(clusters, cluster, patience);
    }

    @Override
    public Map<String, String> templates() {
        var templates = new LinkedHashMap<String, String>();
        templates.put("identifier", cluster.identifier());
        templates.put("nodeType", cluster.nodeType());
        templates.put("database", cluster.database());
        templates.put("masterUser", cluster.masterUser());
        cluster.roles().forEach(role -> templates.put("role " + role, role));
        return templates;
    }

    @Override
    public RedshiftCluster execute(TaskContext context) throws InterruptedException {
        var wanted = cluster.renderedWith(context::render);
        return AwsWork.attempt(() -> {
            var ensured = clusters.ensure(wanted);
            log.info("Cluster \"{}\" {}", wanted.identifier(), ensured.describe());
            return clusters.awaitAvailable(wanted.identifier(), AwsWork.within(context, wait));
        });
    }
}
