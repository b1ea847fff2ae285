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
    private final Clock clock;
    private final IamStore store;
    private final PolicyAuthorizer authorizer;

    private Identities(Account account, Clock clock, IamStore store, PolicyAuthorizer authorizer) {
        this.account = account;
        this.clock = clock;
        this.store = store;
        this.authorizer = authorizer;
    }

    /** @param awsHome the state folder of the local AWS; identities live in {@code iam} below it */
    public static Identities open(Path awsHome, Account account, ResourcePolicies resourcePolicies, Clock clock) {
        var store = new IamStore(awsHome.resolve("iam"));
        return new Identities(account, clock, store, new PolicyAuthorizer(store, account, resourcePolicies, clock));
    }

    public Account account() {
        return account;
    }

    /** Decides for every service; policies are read from the state folder when a decision needs them. */
    public Authorizer authorizer() {
        return authorizer;
    }

    /** IAM itself, over the same identities. */
    public IamService iam() {
        return new IamService(store, account, authorizer, clock);
    }

    /** The temporary credentials of these identities. */
    public Sessions sessions() {
        return new Sessions(store, account, authorizer, clock);
    }

    /**
     * The full ARN of a role that a client named by ARN, by name or by path and name.
     *
     * @return empty when a bare name matches no role; an ARN is returned as it is, whether or not there is such a role
     */
    public Optional<String> roleArn(String nameOrArn) {
        if (nameOrArn.startsWith("arn:")) {
            return Optional.of(nameOrArn);
        }
        return store.find(Entity.Kind.ROLE, IamStore.lastPart(nameOrArn)).map(role -> role.arn(account.id()));
    }

    /** Whether the text is a policy that may hang on a resource such as a bucket. @throws MalformedPolicy when not */
    public static void checkResourcePolicy(String document) {
        PolicyParser.parse(document, PolicyDocument.Kind.RESOURCE);
    }

    @Override
    public Optional<Credentials> find(String accessKeyId) {
        if (accessKeyId.equals(account.rootAccessKeyId())) {
            return Optional.of(new Credentials(
                    accessKeyId, account.rootSecretKey(), Optional.empty(), Optional.empty(), account.root()));
        }
        return accessKeyId.startsWith("ASIA") ? session(accessKeyId) : userKey(accessKeyId);
    }

    private Optional<Credentials> session(String accessKeyId) {
        return store.sessions()
                .find(accessKeyId)
                .filter(this::ownerIsTheSame)
                .map(session -> new Credentials(
                        accessKeyId,
                        session.secretKey(),
                        Optional.of(session.token()),
                        Optional.of(session.expiry()),
                        session.owner()));
    }

    private boolean ownerIsTheSame(Session session) {
        if (session.owner().isRoot()) {
            return true;
        }
        var role = session.owner().roleArn();
        return store.find(
                        role.isPresent() ? Entity.Kind.ROLE : Entity.Kind.USER,
                        IamStore.lastPart(role.orElse(session.owner().arn())))
                .filter(entity -> entity.id().equals(session.entityId()))
                .isPresent();
    }

    private Optional<Credentials> userKey(String accessKeyId) {
        return store.keys()
                .find(accessKeyId)
                .filter(AccessKey::active)
                .flatMap(key -> store.find(Entity.Kind.USER, key.userName())
                        .map(user -> new Credentials(
                                accessKeyId, key.secret(), Optional.empty(), Optional.empty(), callerOf(user))));
    }

    private Caller callerOf(Entity user) {
        return new Caller(
                account.id(), user.arn(account.id()), user.id(), Optional.empty(), Optional.empty(), account.region());
    }
}
