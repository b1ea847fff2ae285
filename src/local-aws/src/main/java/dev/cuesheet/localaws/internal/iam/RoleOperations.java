package dev.cuesheet.localaws.internal.iam;

import dev.cuesheet.localaws.internal.wire.QueryParameters;
import dev.cuesheet.localaws.internal.wire.XmlElement;
import java.time.Clock;
import java.util.Optional;

/** Roles: who may assume them and for how long. Their policies are with {@link EntityPolicyOperations}. */
final class RoleOperations {
    private static final int LONGEST_TRUST_POLICY = 2048;
    private static final int LONGEST_DESCRIPTION = 1000;

    private final Entities roles;
    private final IamStore store;
    private final Clock clock;

    RoleOperations(IamStore store, Account account, Clock clock) {
        this.roles = new Entities(Entity.Kind.ROLE, store, account);
        this.store = store;
        this.clock = clock;
    }

    void addTo(Operations operations) {
        operations.add("CreateRole", roles::arn, this::create);
        operations.add("GetRole", roles::arn, (input, result) -> writeFully(roles.get(input), result.child("Role")));
        operations.add("ListRoles", roles::anyArn, this::list);
        operations.add("DeleteRole", roles::arn, (input, result) -> roles.delete(input));
        operations.add("UpdateRole", roles::arn, this::update);
        operations.add("UpdateRoleDescription", roles::arn, this::updateDescription);
        operations.add("UpdateAssumeRolePolicy", roles::arn, this::updateTrust);
        operations.add("TagRole", roles::arn, roles::tag);
        operations.add("UntagRole", roles::arn, roles::untag);
        operations.add("ListRoleTags", roles::arn, roles::listTags);
        operations.add("ListInstanceProfilesForRole", roles::arn, this::noInstanceProfiles);
    }

    private void create(QueryParameters input, XmlElement result) {
        var trust = new Entity.Trust(
                trustDocument(input, "AssumeRolePolicyDocument"), description(input), duration(input, 3600));
        var boundary = input.find("PermissionsBoundary");
        boundary.ifPresent(arn -> EntityPolicyOperations.existing(store, arn));
        var role = roles.create(new Entity(
                Entity.Kind.ROLE,
                IamErrors.name(input, "RoleName", Entities.LONGEST_NAME),
                IamErrors.path(input),
                Ids.unique(Entity.Kind.ROLE.idPrefix()),
                clock.instant(),
                Permissions.none().boundedBy(boundary),
                IamXml.tags(input),
                Optional.of(trust)));
        writeFully(role, result.child("Role"));
    }

    private void list(QueryParameters input, XmlElement result) {
        IamXml.page(input, result, "Roles", roles.below(input), Entity::name, this::write);
    }

    private void update(QueryParameters input, XmlElement result) {
        roles.change(input, role -> {
            var trust = role.trust().orElseThrow();
            return role.with(new Entity.Trust(
                    trust.document(),
                    input.find("Description").isPresent() ? description(input) : trust.description(),
                    duration(input, trust.maxSessionSeconds())));
        });
    }

    private void updateDescription(QueryParameters input, XmlElement result) {
        update(input, result);
        writeFully(roles.get(input), result.child("Role"));
    }

    private void updateTrust(QueryParameters input, XmlElement result) {
        var document = trustDocument(input, "PolicyDocument");
        roles.change(input, role -> {
            var trust = role.trust().orElseThrow();
            return role.with(new Entity.Trust(document, trust.description(), trust.maxSessionSeconds()));
        });
    }

    /** Machines are not simulated, so no role is ever in an instance profile. Tools ask before they delete a role. */
    private void noInstanceProfiles(QueryParameters input, XmlElement result) {
        roles.get(input);
        result.child("InstanceProfiles");
        result.with("IsTruncated", false);
    }

    private static String trustDocument(QueryParameters input, String field) {
        var document = IamErrors.document(input, field, PolicyDocument.Kind.TRUST);
        if (IamErrors.sizeOf(document) > LONGEST_TRUST_POLICY) {
            throw IamErrors.limitExceeded("Cannot exceed quota for ACLSizePerRole: " + LONGEST_TRUST_POLICY);
        }
        return document;
    }

    private static String description(QueryParameters input) {
        var description = input.find("Description").orElse("");
        if (description.length() > LONGEST_DESCRIPTION) {
            throw IamErrors.invalid("The description is longer than " + LONGEST_DESCRIPTION + " characters.");
        }
        return description;
    }

    private static int duration(QueryParameters input, int fallback) {
        int seconds = input.integer("MaxSessionDuration", fallback);
        if (seconds < 3600 || seconds > 43_200) {
            throw IamErrors.invalid("1 validation error detected: Value '" + seconds
                    + "' at 'maxSessionDuration' failed to satisfy constraint: Member must have value between 3600 and"
                    + " 43200");
        }
        return seconds;
    }

    private void writeFully(Entity role, XmlElement element) {
        write(role, element);
        Entities.writeMore(role, element);
        element.child("RoleLastUsed");
    }

    private void write(Entity role, XmlElement element) {
        roles.write(role, element);
        var trust = role.trust().orElseThrow();
        element.with("AssumeRolePolicyDocument", IamXml.document(trust.document()))
                .with("MaxSessionDuration", trust.maxSessionSeconds());
        if (!trust.description().isEmpty()) {
            element.with("Description", trust.description());
        }
    }
}
