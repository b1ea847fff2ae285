package dev.cuesheet.localaws.internal.glue;

import dev.cuesheet.localaws.internal.iam.Authorizer;
import dev.cuesheet.localaws.internal.iam.Caller;
import java.util.Map;

/** What Glue's resources are called, and the checks on them. A table's checks include its database and the catalog. */
final class Permissions {
    private final Authorizer authorizer;

    Permissions(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    void onCatalog(Caller caller, String operation) {
        check(caller, operation, arn(caller, "catalog"));
    }

    void onDatabase(Caller caller, String operation, String database) {
        onCatalog(caller, operation);
        check(caller, operation, arn(caller, "database/" + database));
    }

    void onTable(Caller caller, String operation, String database, String table) {
        onDatabase(caller, operation, database);
        check(caller, operation, arn(caller, "table/" + database + "/" + table));
    }

    void onCrawler(Caller caller, String operation, String name) {
        check(caller, operation, arn(caller, "crawler/" + name));
    }

    void onJob(Caller caller, String operation, String name) {
        check(caller, operation, arn(caller, "job/" + name));
    }

    /** For operations without a resource of their own. */
    void onAnything(Caller caller, String operation) {
        check(caller, operation, "*");
    }

    void check(Caller caller, String operation, String arn) {
        authorizer.check(caller, "glue:" + operation, arn);
    }

    /** The caller may hand the role to Glue, and the role trusts Glue. */
    void passRole(Caller caller, String roleArn) {
        authorizer.check(caller, "iam:PassRole", roleArn, Map.of("iam:PassedToService", GlueService.PRINCIPAL));
    }

    static String arn(Caller caller, String resource) {
        return "arn:aws:glue:" + caller.region() + ":" + caller.accountId() + ":" + resource;
    }
}
