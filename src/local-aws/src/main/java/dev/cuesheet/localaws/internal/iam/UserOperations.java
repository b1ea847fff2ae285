package dev.cuesheet.localaws.internal.iam;

import dev.cuesheet.localaws.internal.wire.QueryParameters;
import dev.cuesheet.localaws.internal.wire.XmlElement;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/** Users. Their policies are with {@link EntityPolicyOperations}, their keys with {@link AccessKeyOperations}. */
final class UserOperations {
    /** Stands for the root user, who has no name; no real name may hold these characters. */
    private static final String ROOT = "<root>";

    private static final Set<String> CALLER_BY_DEFAULT =
            Set.of("GetUser", "CreateAccessKey", "ListAccessKeys", "UpdateAccessKey", "DeleteAccessKey");

    private final Entities users;
    private final Account account;
    private final IamStore store;
    private final Clock clock;

    UserOperations(IamStore store, Account account, Clock clock) {
        this.users = new Entities(Entity.Kind.USER, store, account);
        this.account = account;
        this.store = store;
        this.clock = clock;
    }

    /** Fills in the caller's own name where IAM lets it be left out. */
    static QueryParameters withCallersName(String operation, QueryParameters input, Caller caller) {
        if (!CALLER_BY_DEFAULT.contains(operation)
                || input.find("UserName").isPresent()
                || caller.roleArn().isPresent()) {
            return input;
        }
        return input.with("UserName", caller.isRoot() ? ROOT : IamStore.lastPart(caller.arn()));
    }

    void addTo(Operations operations) {
        operations.add("CreateUser", users::arn, this::create);
        operations.add("GetUser", users::arn, this::get);
        operations.add("ListUsers", users::anyArn, this::list);
        operations.add("DeleteUser", users::arn, (input, result) -> users.delete(input));
        operations.add("TagUser", users::arn, users::tag);
        operations.add("UntagUser", users::arn, users::untag);
        operations.add("ListUserTags", users::arn, users::listTags);
        operations.add("ListGroupsForUser", users::arn, this::noGroups);
    }

    private void create(QueryParameters input, XmlElement result) {
        var boundary = input.find("PermissionsBoundary");
        boundary.ifPresent(arn -> EntityPolicyOperations.existing(store, arn));
        var user = users.create(new Entity(
                Entity.Kind.USER,
                IamErrors.name(input, "UserName", Entities.LONGEST_NAME),
                IamErrors.path(input),
                Ids.unique(Entity.Kind.USER.idPrefix()),
                clock.instant(),
                Permissions.none().boundedBy(boundary),
                IamXml.tags(input),
                Optional.empty()));
        writeFully(user, result.child("User"));
    }

    private void get(QueryParameters input, XmlElement result) {
        if (input.get("UserName").equals(ROOT)) {
            result.child("User")
                    .with("UserId", account.id())
                    .with("Arn", account.rootArn())
                    .with("Path", "/")
                    .with("UserName", "root")
                    .with("CreateDate", "2010-01-01T00:00:00Z");
            return;
        }
        writeFully(users.get(input), result.child("User"));
    }

    private void list(QueryParameters input, XmlElement result) {
        IamXml.page(input, result, "Users", users.below(input), Entity::name, users::write);
    }

    /** Groups are not built, so no user is in one. Tools ask before they delete a user. */
    private void noGroups(QueryParameters input, XmlElement result) {
        users.get(input);
        result.child("Groups");
        result.with("IsTruncated", false);
    }

    private void writeFully(Entity user, XmlElement element) {
        users.write(user, element);
        Entities.writeMore(user, element);
    }
}
