package dev.cuesheet.localaws;

import dev.cuesheet.localaws.internal.AwsHome;
import dev.cuesheet.localaws.internal.Ownership;
import dev.cuesheet.localaws.internal.glue.StoredCatalog;
import dev.cuesheet.localaws.internal.iam.Account;
import dev.cuesheet.localaws.internal.iam.Authorizer;
import dev.cuesheet.localaws.spi.CatalogAccess;
import dev.cuesheet.localaws.spi.ObjectAccess;
import java.nio.file.Path;
import java.time.Clock;

/**
 * The state folder of a local AWS seen from another process, for example a Glue job's: without a server and without
 * owning the folder, whether or not its owner runs. Safe to share between threads.
 */
public final class LocalAwsFiles {
    private final AwsHome aws;

    private LocalAwsFiles(AwsHome aws) {
        this.aws = aws;
    }

    /** Opens the folder that {@link LocalAws.Builder#home} was given. Account and region are those of its last owner. */
    public static LocalAwsFiles open(Path home) {
        var folder = home.toAbsolutePath().normalize();
        var account = Ownership.account(folder).orElseGet(Account::standard);
        return new LocalAwsFiles(new AwsHome(folder, account, Clock.systemUTC()));
    }

    /**
     * S3 as a service sees it that works under a role.
     *
     * @param roleArn the role, which must trust the service
     * @param service for example {@code glue.amazonaws.com}
     * @throws ObjectAccess.AccessDenied when the role is absent or does not trust the service
     */
    public ObjectAccess objectsAs(String roleArn, String service, String sessionName) {
        try {
            return aws.objectsAs(service, roleArn, sessionName);
        } catch (Authorizer.Denied denied) {
            throw new ObjectAccess.AccessDenied(denied.getMessage());
        }
    }

    /**
     * The Data Catalog as a service sees it that works under a role.
     *
     * @param roleArn the role, which must trust the service
     * @param service for example {@code glue.amazonaws.com}
     * @throws ObjectAccess.AccessDenied when the role is absent or does not trust the service
     */
    public CatalogAccess catalogAs(String roleArn, String service, String sessionName) {
        try {
            var caller = aws.authorizer().assumedBy(service, roleArn, sessionName);
            return StoredCatalog.open(aws.folder("glue"), aws.authorizer(), caller, aws.clock());
        } catch (Authorizer.Denied denied) {
            throw new ObjectAccess.AccessDenied(denied.getMessage());
        }
    }
}
