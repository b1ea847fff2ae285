package dev.cuesheet.localaws.internal.redshift;

import dev.cuesheet.localaws.internal.redshift.Cluster.Status;
import dev.cuesheet.localaws.internal.wire.QueryParameters;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads and checks what CreateCluster is given. */
final class ClusterInput {
    private static final Pattern IDENTIFIER = Pattern.compile("[a-z](?!.*--)[a-z0-9-]{0,61}[a-z0-9]|[a-z]");
    private static final Pattern DATABASE = Pattern.compile("[a-z][a-z0-9_$]{0,63}");
    private static final Pattern USER = Pattern.compile("[a-z][a-z0-9_.+@-]{0,127}");
    private static final int DEFAULT_PORT = 5439;

    private ClusterInput() {}

    static String identifier(QueryParameters input) {
        var identifier = input.get("ClusterIdentifier").toLowerCase(Locale.ROOT);
        if (!IDENTIFIER.matcher(identifier).matches()) {
            throw RedshiftErrors.invalidParameter(
                    "The parameter ClusterIdentifier is not a valid identifier: 1 to 63 letters,"
                            + " digits or hyphens, beginning with a letter, without two hyphens in a row or one at the end.");
        }
        return identifier;
    }

    static Cluster cluster(QueryParameters input, String identifier, List<String> roles, Instant now, Instant settled) {
        var database = input.find("DBName").orElse("dev");
        require(DATABASE, database, "DBName");
        var user = input.get("MasterUsername");
        require(USER, user, "MasterUsername");
        boolean managed = input.flag("ManageMasterPassword", false);
        if (!managed) {
            password(input.find("MasterUserPassword")
                    .orElseThrow(() -> RedshiftErrors.missingParameter(
                            "MasterUserPassword is required unless ManageMasterPassword is true.")));
        }
        return new Cluster(
                identifier,
                input.get("NodeType"),
                nodes(input),
                user,
                database,
                port(input),
                now,
                Status.CREATING,
                settled,
                roles,
                input.find("DefaultIamRoleArn").orElse(null),
                input.flag("Encrypted", true),
                input.flag("PubliclyAccessible", false),
                input.find("PreferredMaintenanceWindow").orElse("sat:03:00-sat:03:30"),
                input.integer("AutomatedSnapshotRetentionPeriod", 1),
                input.find("ClusterSubnetGroupName").orElse(null),
                tags(input));
    }

    private static void require(Pattern pattern, String value, String name) {
        if (!pattern.matcher(value).matches()) {
            throw RedshiftErrors.invalidParameter("Invalid " + name + " \"" + value
                    + "\": lower-case letters and digits, beginning" + " with a letter.");
        }
    }

    private static void password(String password) {
        boolean ok = password.length() >= 8
                && password.length() <= 64
                && password.chars().anyMatch(Character::isUpperCase)
                && password.chars().anyMatch(Character::isLowerCase)
                && password.chars().anyMatch(Character::isDigit)
                && password.chars().noneMatch(c -> c < 33 || c > 126 || "'\"\\/@".indexOf(c) >= 0);
        if (!ok) {
            throw RedshiftErrors.invalidParameter(
                    "The parameter MasterUserPassword must have 8 to 64 printable characters other than"
                            + " ' \" \\ / @ and blanks, with an upper-case letter, a lower-case letter and a digit.");
        }
    }

    private static int nodes(QueryParameters input) {
        boolean single = input.find("ClusterType").orElse("multi-node").equals("single-node");
        int nodes = input.integer(
                "NumberOfNodes", single ? 1 : input.find("ClusterType").isPresent() ? 2 : 1);
        if (nodes < 1 || nodes > 100 || single && nodes != 1) {
            throw RedshiftErrors.invalidParameter("NumberOfNodes " + nodes + " does not fit the cluster type.");
        }
        return nodes;
    }

    private static int port(QueryParameters input) {
        int port = input.integer("Port", DEFAULT_PORT);
        if (port < 1_150 || port > 65_535) {
            throw RedshiftErrors.invalidParameter("Port must be between 1150 and 65535, got " + port + ".");
        }
        return port;
    }

    static Map<String, String> tags(QueryParameters input) {
        var tags = new TreeMap<String, String>();
        for (var tag : input.structures("Tags", "Tag")) {
            tags.put(tag.get("Key"), tag.find("Value").orElse(""));
        }
        return tags;
    }
}
