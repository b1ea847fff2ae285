package dev.cuesheet.localaws.internal;

import dev.cuesheet.localaws.internal.iam.Account;
import dev.cuesheet.localaws.internal.iam.Authorizer;
import dev.cuesheet.localaws.internal.iam.Caller;
import dev.cuesheet.localaws.internal.iam.Identities;
import dev.cuesheet.localaws.internal.s3.BucketPolicies;
import dev.cuesheet.localaws.internal.s3.ObjectStore;
import dev.cuesheet.localaws.internal.s3.StoredObjects;
import dev.cuesheet.localaws.spi.ObjectAccess;
import java.nio.file.Path;
import java.time.Clock;

/**
 * The state folder of a local AWS: what every service, and every process that opens the folder, starts from. Making one
 * reads nothing. Safe to share between threads.
 */
public final class AwsHome {
    private final Path path;
    private final Clock clock;
    private final Identities identities;
    private final ObjectStore objects;

    public AwsHome(Path path, Account account, Clock clock) {
        this.path = path;
        this.clock = clock;
        this.objects = new ObjectStore(path.resolve("s3"), clock);
        this.identities = Identities.open(path, account, new BucketPolicies(objects), clock);
    }

    public Path path() {
        return path;
    }

    /** The state folder of one service, for example {@code glue}. It may not exist yet. */
    public Path folder(String service) {
        return path.resolve(service);
    }

    public Clock clock() {
        return clock;
    }

    public Account account() {
        return identities.account();
    }

    public Identities identities() {
        return identities;
    }

    /** Who decides on every call. */
    public Authorizer authorizer() {
        return identities.authorizer();
    }

    /** The buckets themselves, without any question of who may. */
    public ObjectStore objects() {
        return objects;
    }

    /** S3 as the identity may see it. */
    public ObjectAccess objectsAs(Caller caller) {
        return new StoredObjects(objects, authorizer(), caller);
    }

    /**
     * S3 as a service sees it that works under a role.
     *
     * @param service who assumes the role, for example {@code redshift.amazonaws.com}
     * @throws Authorizer.Denied when the role is absent or does not trust the service
     */
    public ObjectAccess objectsAs(String service, String roleArn, String sessionName) {
        return objectsAs(authorizer().assumedBy(service, roleArn, sessionName));
    }
}
