package dev.cuesheet.localaws.internal.redshift;

import dev.cuesheet.localaws.internal.AwsHome;
import dev.cuesheet.localaws.internal.iam.Caller;
import dev.cuesheet.localaws.internal.wire.QueryParameters;
import dev.cuesheet.localaws.internal.wire.XmlElement;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;

/** Temporary database users. The password is good for nothing here, since no SQL port is open, but it is never the same. */
final class ClusterCredentials {
    private static final int PASSWORD_BYTES = 48;

    private final AwsHome home;
    private final Clusters clusters;
    private final SecureRandom random = new SecureRandom();

    ClusterCredentials(AwsHome home, Clusters clusters) {
        this.home = home;
        this.clusters = clusters;
    }

    void forUser(QueryParameters input, Caller caller, XmlElement result) {
        var cluster = clusters.get(ClusterInput.identifier(input));
        var user = input.get("DbUser");
        home.authorizer()
                .check(
                        caller,
                        "redshift:GetClusterCredentials",
                        arn("dbuser:" + cluster.identifier() + "/" + user),
                        Map.of(
                                "redshift:DbUser",
                                user,
                                "redshift:DbName",
                                input.find("DbName").orElse("")));
        result.with("DbUser", (input.flag("AutoCreate", false) ? "IAMA:" : "IAM:") + user);
        finish(input, result);
    }

    void forCaller(QueryParameters input, Caller caller, XmlElement result) {
        var cluster = clusters.get(ClusterInput.identifier(input));
        home.authorizer()
                .check(
                        caller,
                        "redshift:GetClusterCredentialsWithIAM",
                        arn("dbname:" + cluster.identifier() + "/"
                                + input.find("DbName").orElse(cluster.databaseName())));
        result.with("DbUser", DatabaseUsers.of(caller));
        finish(input, result);
    }

    private void finish(QueryParameters input, XmlElement result) {
        int seconds = input.integer("DurationSeconds", 900);
        if (seconds < 900 || seconds > 3_600) {
            throw RedshiftErrors.invalidParameter("DurationSeconds must be between 900 and 3600, got " + seconds + ".");
        }
        var bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        result.with("DbPassword", Base64.getEncoder().encodeToString(bytes))
                .with("Expiration", clusters.now().plusSeconds(seconds));
    }

    private String arn(String resource) {
        return "arn:aws:redshift:" + home.account().region() + ":"
                + home.account().id() + ":" + resource;
    }
}
