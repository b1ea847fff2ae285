package dev.cuesheet.localaws.internal.redshift;

import dev.cuesheet.localaws.internal.AwsHome;
import dev.cuesheet.localaws.internal.iam.Caller;
import dev.cuesheet.localaws.internal.redshift.Cluster.Status;
import dev.cuesheet.localaws.internal.wire.AwsError;
import dev.cuesheet.localaws.internal.wire.QueryParameters;
import dev.cuesheet.localaws.internal.wire.QueryService;
import dev.cuesheet.localaws.internal.wire.XmlElement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Redshift's cluster API. Safe to share between threads. */
public final class RedshiftService implements QueryService {
    private static final Set<String> OPERATIONS = Set.of(
            "CreateCluster",
            "DescribeClusters",
            "DeleteCluster",
            "ModifyCluster",
            "ModifyClusterIamRoles",
            "PauseCluster",
            "ResumeCluster",
            "RebootCluster",
            "GetClusterCredentials",
            "GetClusterCredentialsWithIAM",
            "CreateTags",
            "DeleteTags",
            "DescribeTags",
            "DescribeLoggingStatus");

    private final AwsHome home;
    private final Clusters clusters;
    private final ClusterCredentials credentials;

    public RedshiftService(AwsHome home, Clusters clusters) {
        this.home = home;
        this.clusters = clusters;
        this.credentials = new ClusterCredentials(home, clusters);
    }

    @Override
    public String name() {
        return "redshift";
    }

    @Override
    public String version() {
        return "2012-12-01";
    }

    @Override
    public String namespace() {
        return "http://redshift.amazonaws.com/doc/2012-12-01/";
    }

    @Override
    public Set<String> operations() {
        return OPERATIONS;
    }

    @Override
    public void handle(String operation, QueryParameters input, Caller caller, XmlElement result) {
        switch (operation) {
            case "CreateCluster" -> create(input, caller, result);
            case "DescribeClusters" -> describe(input, caller, result);
            case "DeleteCluster" -> delete(input, caller, result);
            case "ModifyCluster" -> modify(input, caller, result);
            case "ModifyClusterIamRoles" -> modifyRoles(input, caller, result);
            case "PauseCluster" -> pause(input, caller, result);
            case "ResumeCluster" -> move(operation, input, caller, result, Status.PAUSED, Status.RESUMING);
            case "RebootCluster" -> move(operation, input, caller, result, Status.AVAILABLE, Status.REBOOTING);
            case "GetClusterCredentials" -> credentials.forUser(input, caller, result);
            case "GetClusterCredentialsWithIAM" -> credentials.forCaller(input, caller, result);
            case "CreateTags" -> createTags(input, caller);
            case "DeleteTags" -> deleteTags(input, caller);
            case "DescribeTags" -> describeTags(input, caller, result);
            case "DescribeLoggingStatus" -> {
                allowed(caller, operation, clusters.get(input.get("ClusterIdentifier")));
                result.with("LoggingEnabled", false);
            }
            default -> throw AwsError.notImplemented(name(), operation);
        }
    }

    // ---- clusters

    private void create(QueryParameters input, Caller caller, XmlElement result) {
        var identifier = ClusterInput.identifier(input);
        home.authorizer().check(caller, "redshift:CreateCluster", clusters.arn(identifier));
        var roles = input.list("IamRoles", "IamRoleArn");
        passRoles(caller, roles);
        var byDefault = input.find("DefaultIamRoleArn");
        byDefault.filter(role -> !roles.contains(role)).ifPresent(role -> {
            throw RedshiftErrors.invalidParameter(
                    "The default IAM role " + role + " must be one of the cluster's IAM roles.");
        });
        var cluster = ClusterInput.cluster(input, identifier, roles, clusters.now(), clusters.changeEnds());
        clusters.create(cluster);
        // The answer to the call that creates a cluster always says so, however fast it is.
        answer(cluster.changing(Status.CREATING, java.time.Instant.MAX), result);
    }

    private void passRoles(Caller caller, List<String> roles) {
        for (var role : roles) {
            home.authorizer()
                    .check(caller, "iam:PassRole", role, Map.of("iam:PassedToService", "redshift.amazonaws.com"));
            if (home.identities().roleArn(role).isEmpty()) {
                throw RedshiftErrors.invalidParameter("The IAM role " + role + " is not valid: it does not exist.");
            }
        }
    }

    private void describe(QueryParameters input, Caller caller, XmlElement result) {
        var identifier = input.find("ClusterIdentifier");
        home.authorizer()
                .check(
                        caller,
                        "redshift:DescribeClusters",
                        identifier.map(clusters::arn).orElse("*"));
        var keys = input.list("TagKeys", "TagKey");
        var values = input.list("TagValues", "TagValue");
        var found = identifier.map(id -> List.of(clusters.get(id))).orElseGet(clusters::all).stream()
                .filter(cluster ->
                        keys.isEmpty() || cluster.tags().keySet().stream().anyMatch(keys::contains))
                .filter(cluster ->
                        values.isEmpty() || cluster.tags().values().stream().anyMatch(values::contains))
                .toList();
        int size = input.integer("MaxRecords", 100);
        if (size < 20 || size > 100) {
            throw RedshiftErrors.invalidParameter("MaxRecords must be between 20 and 100.");
        }
        int from = input.find("Marker").map(marker -> position(found, marker)).orElse(0);
        int to = Math.min(found.size(), from + size);
        if (to < found.size()) {
            result.with("Marker", found.get(to).identifier());
        }
        var list = result.child("Clusters");
        found.subList(from, to).forEach(cluster -> write(cluster, list.child("Cluster")));
    }

    private static int position(List<Cluster> found, String marker) {
        int at = 0;
        while (at < found.size() && found.get(at).identifier().compareTo(marker) < 0) {
            at++;
        }
        return at;
    }

    private void delete(QueryParameters input, Caller caller, XmlElement result) {
        var cluster = clusters.get(ClusterInput.identifier(input));
        allowed(caller, "DeleteCluster", cluster);
        boolean skipSnapshot = input.flag("SkipFinalClusterSnapshot", false);
        if (!skipSnapshot && input.find("FinalClusterSnapshotIdentifier").isEmpty()) {
            throw RedshiftErrors.missingParameter(
                    "FinalClusterSnapshotIdentifier is required unless SkipFinalClusterSnapshot is specified.");
        } else if (!skipSnapshot) {
            throw AwsError.notImplemented(name(), "DeleteCluster with a final snapshot");
        }
        var status = cluster.status(clusters.now());
        if (status != Status.AVAILABLE && status != Status.PAUSED) {
            throw RedshiftErrors.invalidState(
                    "There is an operation running on the Cluster. Please try to delete it at a later time.");
        }
        clusters.release(cluster.identifier());
        var deleting = clusters.update(
                cluster.identifier(), current -> current.changing(Status.DELETING, clusters.changeEnds()));
        answer(deleting, result);
        clusters.find(cluster.identifier());
    }

    private void modify(QueryParameters input, Caller caller, XmlElement result) {
        var cluster = available(input, caller, "ModifyCluster");
        input.find("NewClusterIdentifier").ifPresent(name -> {
            throw AwsError.notImplemented("redshift", "ModifyCluster with NewClusterIdentifier");
        });
        var type = input.find("NodeType").orElse(cluster.nodeType());
        int nodes = input.integer("NumberOfNodes", cluster.numberOfNodes());
        answer(
                clusters.update(
                        cluster.identifier(),
                        current -> current.sized(type, nodes).changing(Status.MODIFYING, clusters.changeEnds())),
                result);
    }

    private void modifyRoles(QueryParameters input, Caller caller, XmlElement result) {
        var cluster = available(input, caller, "ModifyClusterIamRoles");
        var added = input.list("AddIamRoles", "IamRoleArn");
        passRoles(caller, added);
        var removed = input.list("RemoveIamRoles", "IamRoleArn");
        var changed = clusters.update(cluster.identifier(), current -> {
            var roles = new LinkedHashSet<>(current.roles());
            roles.addAll(added);
            removed.forEach(roles::remove);
            var byDefault = input.find("DefaultIamRoleArn").or(() -> Optional.ofNullable(current.defaultRole()));
            return current.withRoles(
                    List.copyOf(roles), byDefault.filter(roles::contains).orElse(null));
        });
        answer(changed, result);
    }

    private void pause(QueryParameters input, Caller caller, XmlElement result) {
        move("PauseCluster", input, caller, result, Status.AVAILABLE, Status.PAUSING);
        clusters.release(ClusterInput.identifier(input));
    }

    private void move(
            String operation, QueryParameters input, Caller caller, XmlElement result, Status from, Status to) {
        var cluster = clusters.get(ClusterInput.identifier(input));
        allowed(caller, operation, cluster);
        var status = cluster.status(clusters.now());
        if (status != from) {
            throw RedshiftErrors.invalidState("You can't " + operation + " " + cluster.identifier() + ": it is "
                    + status.wireName() + " and must be " + from.wireName() + ".");
        }
        clusters.update(cluster.identifier(), current -> current.changing(to, clusters.changeEnds()));
        answer(cluster.changing(to, java.time.Instant.MAX), result);
    }

    private Cluster available(QueryParameters input, Caller caller, String operation) {
        var cluster = clusters.get(ClusterInput.identifier(input));
        allowed(caller, operation, cluster);
        if (!clusters.isAvailable(cluster)) {
            throw RedshiftErrors.invalidState("Cluster " + cluster.identifier() + " is "
                    + cluster.status(clusters.now()).wireName() + "; " + operation + " needs it available.");
        }
        return cluster;
    }

    private void allowed(Caller caller, String operation, Cluster cluster) {
        home.authorizer().check(caller, "redshift:" + operation, clusters.arn(cluster.identifier()));
    }

    private void answer(Cluster cluster, XmlElement result) {
        write(cluster, result.child("Cluster"));
    }

    private void write(Cluster cluster, XmlElement out) {
        var region = home.account().region();
        var host = cluster.identifier() + ".local." + region + ".redshift.amazonaws.com";
        ClusterXml.write(cluster, clusters.now(), region, host, out);
    }

    // ---- tags

    private Cluster tagged(String arn, Caller caller, String operation) {
        home.authorizer().check(caller, "redshift:" + operation, arn);
        var identifier = arn.substring(arn.lastIndexOf(':') + 1);
        return clusters.find(identifier)
                .filter(cluster -> clusters.arn(identifier).equals(arn))
                .orElseThrow(() -> new AwsError(404, "ResourceNotFoundFault", "Resource " + arn + " not found."));
    }

    private void createTags(QueryParameters input, Caller caller) {
        var cluster = tagged(input.get("ResourceName"), caller, "CreateTags");
        var added = ClusterInput.tags(input);
        clusters.update(cluster.identifier(), current -> {
            var tags = new TreeMap<>(current.tags());
            tags.putAll(added);
            return current.withTags(tags);
        });
    }

    private void deleteTags(QueryParameters input, Caller caller) {
        var cluster = tagged(input.get("ResourceName"), caller, "DeleteTags");
        var keys = input.list("TagKeys", "TagKey");
        clusters.update(cluster.identifier(), current -> {
            var tags = new TreeMap<>(current.tags());
            keys.forEach(tags::remove);
            return current.withTags(tags);
        });
    }

    private void describeTags(QueryParameters input, Caller caller, XmlElement result) {
        var one = input.find("ResourceName").map(arn -> List.of(tagged(arn, caller, "DescribeTags")));
        if (one.isEmpty()) {
            home.authorizer().check(caller, "redshift:DescribeTags", "*");
        }
        var list = result.child("TaggedResources");
        for (var cluster : one.orElseGet(() -> new ArrayList<>(clusters.all()))) {
            cluster.tags().forEach((key, value) -> {
                var resource = list.child("TaggedResource");
                resource.child("Tag").with("Key", key).with("Value", value);
                resource.with("ResourceName", clusters.arn(cluster.identifier()))
                        .with("ResourceType", "cluster");
            });
        }
    }
}
