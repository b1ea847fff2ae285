package dev.cuesheet.localaws.internal.iam;

import dev.cuesheet.localaws.internal.wire.AwsError;
import dev.cuesheet.localaws.internal.wire.QueryParameters;
import dev.cuesheet.localaws.internal.wire.XmlElement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Policies on a user or a role: written inline, attached, or as a boundary. */
final class EntityPolicyOperations {
    private static final int LONGEST_POLICY_NAME = 128;
    private static final int MOST_ATTACHED = 10;

    private final Entity.Kind kind;
    private final Entities entities;
    private final IamStore store;
    /** What the inline policies of one entity may measure together. */
    private final int inlineSize;

    EntityPolicyOperations(Entity.Kind kind, IamStore store, Account account) {
        this.kind = kind;
        this.entities = new Entities(kind, store, account);
        this.store = store;
        this.inlineSize = switch (kind) {
            case ROLE -> 10_240;
            case USER -> 2_048;
        };
    }

    void addTo(Operations operations) {
        var name = kind.wireName();
        operations.add("Put" + name + "Policy", entities::arn, this::put);
        operations.add("Get" + name + "Policy", entities::arn, this::get);
        operations.add("Delete" + name + "Policy", entities::arn, this::delete);
        operations.add("List" + name + "Policies", entities::arn, this::list);
        operations.add("Attach" + name + "Policy", entities::arn, this::attach);
        operations.add("Detach" + name + "Policy", entities::arn, this::detach);
        operations.add("ListAttached" + name + "Policies", entities::arn, this::listAttached);
        operations.add("Put" + name + "PermissionsBoundary", entities::arn, this::putBoundary);
        operations.add("Delete" + name + "PermissionsBoundary", entities::arn, this::deleteBoundary);
    }

    private void put(QueryParameters input, XmlElement result) {
        var policyName = IamErrors.name(input, "PolicyName", LONGEST_POLICY_NAME);
        var document = IamErrors.document(input, "PolicyDocument", PolicyDocument.Kind.IDENTITY);
        entities.change(input, entity -> {
            var permissions = entity.permissions().withInline(policyName, document);
            if (permissions.inline().values().stream()
                            .mapToLong(IamErrors::sizeOf)
                            .sum()
                    > inlineSize) {
                throw IamErrors.limitExceeded("Maximum policy size of " + inlineSize + " bytes exceeded for "
                        + kind.wireName().toLowerCase(Locale.ROOT) + " " + entity.name());
            }
            return entity.with(permissions);
        });
    }

    private void get(QueryParameters input, XmlElement result) {
        var entity = entities.get(input);
        var policyName = input.get("PolicyName");
        result.with(entities.nameField(), entity.name())
                .with("PolicyName", policyName)
                .with("PolicyDocument", IamXml.document(inline(entity, policyName)));
    }

    private void delete(QueryParameters input, XmlElement result) {
        var policyName = input.get("PolicyName");
        entities.change(input, entity -> {
            inline(entity, policyName);
            return entity.with(entity.permissions().withoutInline(policyName));
        });
    }

    private String inline(Entity entity, String policyName) {
        return Optional.ofNullable(entity.permissions().inline().get(policyName))
                .orElseThrow(
                        () -> IamErrors.noSuchEntity("The " + kind.wireName().toLowerCase(Locale.ROOT)
                                + " policy with name " + policyName + " cannot be found."));
    }

    private void list(QueryParameters input, XmlElement result) {
        var names = entities.get(input).permissions().inline().keySet();
        IamXml.names(input, result, "PolicyNames", List.copyOf(names));
    }

    private void attach(QueryParameters input, XmlElement result) {
        var policy = existing(store, input.get("PolicyArn"));
        entities.change(input, entity -> {
            var permissions = entity.permissions().withAttached(policy.arn());
            if (permissions.attached().size() > MOST_ATTACHED) {
                throw IamErrors.limitExceeded(
                        "Cannot exceed quota for PoliciesPer" + kind.wireName() + ": " + MOST_ATTACHED);
            }
            return entity.with(permissions);
        });
    }

    private void detach(QueryParameters input, XmlElement result) {
        var arn = input.get("PolicyArn");
        entities.change(input, entity -> {
            if (!entity.permissions().attached().contains(arn)) {
                throw IamErrors.noSuchEntity("Policy " + arn + " was not found.");
            }
            return entity.with(entity.permissions().withoutAttached(arn));
        });
    }

    private void listAttached(QueryParameters input, XmlElement result) {
        var prefix = input.find("PathPrefix").orElse("/");
        var policies = entities.get(input).permissions().attached().stream()
                .map(store::policy)
                .flatMap(Optional::stream)
                .filter(policy -> policy.path().startsWith(prefix))
                .sorted(java.util.Comparator.comparing(ManagedPolicy::name))
                .toList();
        IamXml.page(
                input,
                result,
                "AttachedPolicies",
                policies,
                ManagedPolicy::name,
                (policy, element) -> element.with("PolicyName", policy.name()).with("PolicyArn", policy.arn()));
    }

    private void putBoundary(QueryParameters input, XmlElement result) {
        var policy = existing(store, input.get("PermissionsBoundary"));
        entities.change(input, entity -> entity.with(entity.permissions().boundedBy(Optional.of(policy.arn()))));
    }

    private void deleteBoundary(QueryParameters input, XmlElement result) {
        entities.change(input, entity -> entity.with(entity.permissions().boundedBy(Optional.empty())));
    }

    static ManagedPolicy existing(IamStore store, String arn) {
        if (!arn.startsWith("arn:aws:iam::")) {
            throw new AwsError(400, "InvalidInput", "ARN " + arn + " is not valid.");
        }
        return store.policy(arn)
                .orElseThrow(() -> IamErrors.noSuchEntity("Policy " + arn + " does not exist or is not attachable."));
    }
}
