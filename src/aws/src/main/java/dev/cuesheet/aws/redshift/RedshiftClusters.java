package dev.cuesheet.aws.redshift;

import static java.util.stream.Collectors.toMap;

import dev.cuesheet.aws.AwsException;
import dev.cuesheet.aws.AwsException.Reason;
import dev.cuesheet.aws.Calls;
import dev.cuesheet.aws.Differences;
import dev.cuesheet.aws.Ensured;
import dev.cuesheet.aws.Pages;
import dev.cuesheet.aws.Pages.Page;
import dev.cuesheet.aws.Wait;
import dev.cuesheet.aws.Waiter;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.redshift.RedshiftClient;
import software.amazon.awssdk.services.redshift.model.Cluster;
import software.amazon.awssdk.services.redshift.model.ClusterIamRole;
import software.amazon.awssdk.services.redshift.model.CreateClusterRequest;

/** Redshift clusters: define, await, delete. Safe to share between threads. */
public final class RedshiftClusters {
    /** A new cluster takes some minutes, on a bad day a quarter of an hour. */
    public static final Wait DEFAULT_WAIT = Wait.every(Duration.ofSeconds(15), Duration.ofMinutes(30));

    private final Calls<RedshiftClient> redshift;
    private final Waiter waiter;

    private RedshiftClusters(Calls<RedshiftClient> redshift, Waiter waiter) {
        this.redshift = redshift;
        this.waiter = waiter;
    }

    public static RedshiftClusters using(RedshiftClient client) {
        return using(() -> client, Waiter.realTime());
    }

    /** The client is asked for when the first call needs it. */
    public static RedshiftClusters using(Supplier<RedshiftClient> client, Waiter waiter) {
        return new RedshiftClusters(new Calls<>("Redshift", client), waiter);
    }

    public Optional<RedshiftCluster> find(String identifier) {
        return Calls.unless(Reason.NOT_FOUND, () -> get(identifier));
    }

    public RedshiftCluster get(String identifier) {
        var attempt = "look up cluster \"%s\"".formatted(identifier);
        return redshift.call(
                "DescribeClusters",
                attempt,
                c -> cluster(c.describeClusters(r -> r.clusterIdentifier(identifier))
                        .clusters()
                        .get(0)));
    }

    /** Lists the account's clusters. Pages are fetched as the stream is read. */
    public Stream<RedshiftCluster> list() {
        return Pages.stream(marker -> redshift.call("DescribeClusters", "list clusters", c -> {
            var page = c.describeClusters(r -> r.marker(marker));
            return new Page<>(
                    page.clusters().stream().map(RedshiftClusters::cluster).toList(), page.marker());
        }));
    }

    /**
     * Makes the cluster unless it is there, and attaches the roles that it lacks. The size and the master user of an
     * existing cluster are left as they are. Does not wait for a new cluster: that is {@link #awaitAvailable}.
     */
    public Ensured ensure(ClusterSpec spec) throws InterruptedException {
        var existing = find(spec.identifier());
        if (existing.isEmpty()) {
            return create(spec) ? Ensured.created() : ensure(spec);
        }
        var missing = spec.roles().stream()
                .filter(role -> !existing.get().roles().containsKey(role))
                .sorted()
                .toList();
        var differences = new Differences();
        missing.forEach(role -> differences.compare("attached role", "", role));
        var defaultRole = spec.defaultRole();
        if (defaultRole != null) {
            differences.compare("default role", existing.get().defaultRole(), defaultRole);
        }
        if (!differences.found().isEmpty()) {
            attachRoles(spec.identifier(), missing, defaultRole);
        }
        return Ensured.updated(differences.found());
    }

    /** False when somebody else made it meanwhile. */
    private boolean create(ClusterSpec spec) {
        var attempt = "create cluster \"%s\"".formatted(spec.identifier());
        var request = createRequest(spec);
        return Calls.unless(
                        Reason.ALREADY_EXISTS,
                        () -> redshift.call("CreateCluster", attempt, c -> c.createCluster(request)))
                .isPresent();
    }

    private static CreateClusterRequest createRequest(ClusterSpec spec) {
        var request = CreateClusterRequest.builder()
                .clusterIdentifier(spec.identifier())
                .nodeType(spec.nodeType())
                .dbName(spec.database())
                .masterUsername(spec.masterUser())
                .publiclyAccessible(spec.publiclyAccessible())
                .defaultIamRoleArn(spec.defaultRole());
        if (spec.nodes() == 1) {
            request.clusterType("single-node");
        } else {
            request.clusterType("multi-node").numberOfNodes(spec.nodes());
        }
        if (spec.masterPassword() == null) {
            request.manageMasterPassword(true);
        } else {
            request.masterUserPassword(spec.masterPassword());
        }
        if (!spec.roles().isEmpty()) {
            request.iamRoles(spec.roles());
        }
        return request.build();
    }

    /** Attaches roles that COPY and UNLOAD may use; waits while the cluster is being changed otherwise. */
    public void attachRoles(String identifier, Collection<String> roleArns, @Nullable String defaultRole)
            throws InterruptedException {
        var attempt = "attach roles %s to cluster \"%s\"".formatted(roleArns, identifier);
        waiter.retrying(
                DEFAULT_WAIT,
                () -> redshift.call(
                        "ModifyClusterIamRoles",
                        attempt,
                        c -> c.modifyClusterIamRoles(r -> r.clusterIdentifier(identifier)
                                .addIamRoles(roleArns.isEmpty() ? null : roleArns)
                                .defaultIamRoleArn(defaultRole))),
                e -> e.reason() == Reason.BUSY);
    }

    /**
     * Awaits that the cluster answers SQL and its roles are in place.
     *
     * @throws AwsException of reason {@link Reason#FAILED} when its status is one that waiting does not cure, {@link
     *     Reason#TIMED_OUT} when it takes too long
     */
    public RedshiftCluster awaitAvailable(String identifier, Wait wait) throws InterruptedException {
        var outcome = waiter.until(
                wait,
                () -> get(identifier),
                cluster -> cluster.isBeyondWaiting() || (cluster.isAvailable() && cluster.hasRolesInSync()));
        var cluster = outcome.last();
        if (cluster.isBeyondWaiting()) {
            throw redshift.failure(
                    Reason.FAILED,
                    "DescribeClusters",
                    "Cluster \"%s\" is %s and will not become available by waiting. Resume or repair it."
                            .formatted(identifier, cluster.status()));
        }
        if (!outcome.over()) {
            throw timedOut(
                    "Cluster \"%s\" is still %s, its roles are %s"
                            .formatted(identifier, cluster.status(), cluster.roles()),
                    wait);
        }
        return cluster;
    }

    /** Deletes the cluster and its data, without a snapshot; succeeds when it is already gone. Does not wait. */
    public void delete(String identifier) throws InterruptedException {
        var attempt = "delete cluster \"%s\"".formatted(identifier);
        waiter.retrying(
                DEFAULT_WAIT,
                () -> redshift.find(
                        "DeleteCluster",
                        attempt,
                        c -> c.deleteCluster(
                                r -> r.clusterIdentifier(identifier).skipFinalClusterSnapshot(true))),
                e -> e.reason() == Reason.BUSY
                        && find(identifier)
                                .filter(c -> !c.status().equals("deleting"))
                                .isPresent());
    }

    /** Awaits that there is no such cluster any more. */
    public void awaitDeleted(String identifier, Wait wait) throws InterruptedException {
        var outcome = waiter.until(wait, () -> find(identifier), Optional::isEmpty);
        if (!outcome.over()) {
            var status = outcome.last().map(RedshiftCluster::status).orElse("gone");
            throw timedOut("Cluster \"%s\" is still %s".formatted(identifier, status), wait);
        }
    }

    private AwsException timedOut(String state, Wait wait) {
        return redshift.failure(
                Reason.TIMED_OUT,
                "DescribeClusters",
                "%s; gave up waiting after %s. Wait longer, or look at its events.".formatted(state, wait.limit()));
    }

    private static RedshiftCluster cluster(Cluster cluster) {
        var endpoint = cluster.endpoint();
        return new RedshiftCluster(
                cluster.clusterIdentifier(),
                text(cluster.clusterStatus()),
                text(cluster.nodeType()),
                cluster.numberOfNodes() == null ? 1 : cluster.numberOfNodes(),
                text(cluster.dbName()),
                text(cluster.masterUsername()),
                endpoint == null ? "" : text(endpoint.address()),
                endpoint == null || endpoint.port() == null ? 0 : endpoint.port(),
                cluster.iamRoles().stream()
                        .collect(toMap(ClusterIamRole::iamRoleArn, r -> text(r.applyStatus()), (one, other) -> one)),
                text(cluster.defaultIamRoleArn()));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
