package dev.cuesheet.localaws.internal.iam;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * The identities of one state folder: who a key belongs to and what its owner may do. Opening reads nothing; the root
 * key works without touching the disk. One process writes, any number may read. Safe to share between threads.
 */
public final class Identities implements CredentialsLookup {
    private final Account account;
    private final Authorizer authorizer;

    private Identities(Account account, Authorizer authorizer) {
        this.account = account;
        this.authorizer = authorizer;
    }

    public static Identities open(Path awsHome, Account account, ResourcePolicies resourcePolicies, Clock clock) {
        return new Identities(account, new RootOnly());
    }

    public Account account() {
        return account;
    }

    /** Decides for every service; the policies are read from the state folder when a decision needs them. */
    public Authorizer authorizer() {
        return authorizer;
    }

    @Override
    public Optional<Credentials> find(String accessKeyId) {
        if (accessKeyId.equals(account.rootAccessKeyId())) {
            return Optional.of(new Credentials(
                    accessKeyId, account.rootSecretKey(), Optional.empty(), Optional.empty(), account.root()));
        }
        return Optional.empty();
    }

    /** Until policies can be read, nobody but root may do anything. */
    private static final class RootOnly implements Authorizer {
        @Override
        public void check(Caller caller, String action, String resource, java.util.Map<String, String> context) {
            if (!caller.isRoot()) {
                throw new Denied(
                        "User: %s is not authorized to perform: %s on resource: %s because no identity-based policy allows the %s action"
                                .formatted(caller.arn(), action, resource, action));
            }
        }

        @Override
        public Caller assumedBy(String service, String roleArn, String sessionName) {
            throw new Denied("Role " + roleArn + " does not exist");
        }
    }
}
