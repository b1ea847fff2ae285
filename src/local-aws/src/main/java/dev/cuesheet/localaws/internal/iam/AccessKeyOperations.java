package dev.cuesheet.localaws.internal.iam;

import dev.cuesheet.localaws.internal.wire.QueryParameters;
import dev.cuesheet.localaws.internal.wire.XmlElement;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;

/** The long-lived keys of users, two each at most. The secret is shown once, when it is made. */
final class AccessKeyOperations {
    private static final int MOST_PER_USER = 2;

    private final Entities users;
    private final IamStore store;
    private final Clock clock;

    AccessKeyOperations(IamStore store, Account account, Clock clock) {
        this.users = new Entities(Entity.Kind.USER, store, account);
        this.store = store;
        this.clock = clock;
    }

    void addTo(Operations operations) {
        operations.add("CreateAccessKey", users::arn, this::create);
        operations.add("ListAccessKeys", users::arn, this::list);
        operations.add("UpdateAccessKey", users::arn, this::update);
        operations.add("DeleteAccessKey", users::arn, this::delete);
    }

    private void create(QueryParameters input, XmlElement result) {
        var key = store.exclusively(() -> {
            var user = users.get(input);
            if (keysOf(user).size() >= MOST_PER_USER) {
                throw IamErrors.limitExceeded("Cannot exceed quota for AccessKeysPerUser: " + MOST_PER_USER);
            }
            var made = new AccessKey(Ids.accessKey(), Ids.secret(), user.name(), true, clock.instant());
            store.keys().put(made.id(), made);
            return made;
        });
        var element = result.child("AccessKey");
        write(key, element);
        element.with("SecretAccessKey", key.secret());
    }

    private void list(QueryParameters input, XmlElement result) {
        IamXml.page(
                input,
                result,
                "AccessKeyMetadata",
                keysOf(users.get(input)),
                AccessKey::id,
                AccessKeyOperations::write);
    }

    private void update(QueryParameters input, XmlElement result) {
        var status = input.get("Status");
        if (!status.equals("Active") && !status.equals("Inactive")) {
            throw IamErrors.invalid(
                    "1 validation error detected: Value '" + status
                            + "' at 'status' failed to satisfy constraint: Member must satisfy enum value set: [Active, Inactive]");
        }
        store.exclusively(() -> {
            var key = key(input).activated(status.equals("Active"));
            store.keys().put(key.id(), key);
            return key;
        });
    }

    private void delete(QueryParameters input, XmlElement result) {
        store.exclusively(() -> store.keys().delete(key(input).id()));
    }

    private AccessKey key(QueryParameters input) {
        var user = users.get(input);
        var id = input.get("AccessKeyId");
        return keysOf(user).stream()
                .filter(key -> key.id().equals(id))
                .findFirst()
                .orElseThrow(() -> IamErrors.noSuchEntity("The Access Key with id " + id + " cannot be found."));
    }

    private List<AccessKey> keysOf(Entity user) {
        return store.keys().all().stream()
                .filter(key -> key.userName().equals(user.name()))
                .sorted(Comparator.comparing(AccessKey::id))
                .toList();
    }

    private static void write(AccessKey key, XmlElement element) {
        element.with("UserName", key.userName())
                .with("AccessKeyId", key.id())
                .with("Status", key.active() ? "Active" : "Inactive")
                .with("CreateDate", IamXml.time(key.created()));
    }
}
