package dev.cuesheet.localaws.internal.iam;

import dev.cuesheet.localaws.internal.wire.AwsError;
import dev.cuesheet.localaws.internal.wire.QueryParameters;
import dev.cuesheet.localaws.internal.wire.XmlElement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Managed policies and their versions. AWS's own can be read and attached, never changed. */
final class ManagedPolicyOperations {
    private static final int LONGEST_NAME = 128;
    private static final int LONGEST_DOCUMENT = 6144;
    private static final int MOST_VERSIONS = 5;

    private final IamStore store;
    private final Account account;
    private final Clock clock;

    ManagedPolicyOperations(IamStore store, Account account, Clock clock) {
        this.store = store;
        this.account = account;
        this.clock = clock;
    }

    void addTo(Operations operations) {
        operations.add("CreatePolicy", this::newArn, this::create);
        operations.add("GetPolicy", this::arn, this::get);
        operations.add("ListPolicies", input -> "*", this::list);
        operations.add("DeletePolicy", this::arn, this::delete);
        operations.add("GetPolicyVersion", this::arn, this::getVersion);
        operations.add("CreatePolicyVersion", this::arn, this::createVersion);
        operations.add("SetDefaultPolicyVersion", this::arn, this::setDefault);
        operations.add("DeletePolicyVersion", this::arn, this::deleteVersion);
        operations.add("ListPolicyVersions", this::arn, this::listVersions);
        operations.add("ListEntitiesForPolicy", this::arn, this::listEntities);
        operations.add("TagPolicy", this::arn, this::tag);
        operations.add("UntagPolicy", this::arn, this::untag);
        operations.add("ListPolicyTags", this::arn, this::listTags);
    }

    private String newArn(QueryParameters input) {
        return "arn:aws:iam::" + account.id() + ":policy" + input.find("Path").orElse("/") + input.get("PolicyName");
    }

    private String arn(QueryParameters input) {
        return input.get("PolicyArn");
    }

    private void create(QueryParameters input, XmlElement result) {
        var name = IamErrors.name(input, "PolicyName", LONGEST_NAME);
        var path = IamErrors.path(input);
        var document = document(input);
        var now = clock.instant();
        var policy = new ManagedPolicy(
                newArn(input),
                name,
                path,
                Ids.unique("ANPA"),
                input.find("Description").orElse(""),
                now,
                now,
                "v1",
                List.of(new ManagedPolicy.Version("v1", document, now)),
                1,
                IamXml.tags(input));
        store.exclusively(() -> {
            if (store.policyNamed(name).isPresent()) {
                throw IamErrors.alreadyExists(
                        "A policy called " + name + " already exists. Duplicate names are not allowed.");
            }
            store.put(policy);
            return policy;
        });
        write(policy, result.child("Policy"), true);
    }

    private static String document(QueryParameters input) {
        var document = IamErrors.document(input, "PolicyDocument", PolicyDocument.Kind.IDENTITY);
        if (IamErrors.sizeOf(document) > LONGEST_DOCUMENT) {
            throw IamErrors.limitExceeded("Cannot exceed quota for PolicySize: " + LONGEST_DOCUMENT);
        }
        return document;
    }

    private ManagedPolicy find(QueryParameters input) {
        var arn = arn(input);
        return store.policy(arn).orElseThrow(() -> IamErrors.noSuchEntity("Policy " + arn + " was not found."));
    }

    private ManagedPolicy change(QueryParameters input, UnaryOperator<ManagedPolicy> change) {
        if (arn(input).startsWith("arn:aws:iam::aws:")) {
            throw new Authorizer.Denied("Policies that AWS manages cannot be changed: " + arn(input));
        }
        return store.exclusively(() -> {
            var changed = change.apply(find(input));
            store.put(changed);
            return changed;
        });
    }

    private void get(QueryParameters input, XmlElement result) {
        write(find(input), result.child("Policy"), true);
    }

    private void list(QueryParameters input, XmlElement result) {
        var scope = input.find("Scope").orElse("All");
        var prefix = input.find("PathPrefix").orElse("/");
        var onlyAttached = input.flag("OnlyAttached", false);
        var aws = scope.equals("Local") ? Stream.<ManagedPolicy>empty() : AwsManagedPolicies.byArn().values().stream();
        var own = scope.equals("AWS") ? Stream.<ManagedPolicy>empty() : store.ownPolicies().stream();
        var policies = Stream.concat(aws, own)
                .filter(policy -> policy.path().startsWith(prefix))
                .filter(policy -> !onlyAttached || !attachedTo(policy).isEmpty())
                .sorted(Comparator.comparing(ManagedPolicy::arn))
                .toList();
        IamXml.page(
                input,
                result,
                "Policies",
                policies,
                ManagedPolicy::arn,
                (policy, element) -> write(policy, element, false));
    }

    private void delete(QueryParameters input, XmlElement result) {
        change(input, policy -> {
            if (!attachedTo(policy).isEmpty()
                    || boundaryOf(policy) > 0
                    || policy.versions().size() > 1) {
                throw IamErrors.deleteConflict();
            }
            return policy;
        });
        store.delete(find(input));
    }

    private void getVersion(QueryParameters input, XmlElement result) {
        var policy = find(input);
        write(policy, version(policy, input), result.child("PolicyVersion"), true);
    }

    private static ManagedPolicy.Version version(ManagedPolicy policy, QueryParameters input) {
        var id = input.get("VersionId");
        return policy.versions().stream()
                .filter(version -> version.id().equals(id))
                .findFirst()
                .orElseThrow(() -> IamErrors.noSuchEntity(
                        "Policy " + policy.arn() + " version " + id + " does not exist or is not attachable."));
    }

    private void createVersion(QueryParameters input, XmlElement result) {
        var document = document(input);
        var changed = change(input, policy -> {
            if (policy.versions().size() >= MOST_VERSIONS) {
                throw IamErrors.limitExceeded("A managed policy can have up to " + MOST_VERSIONS
                        + " versions. Before you create a new version, you must delete an existing version.");
            }
            return policy.withVersion(document, input.flag("SetAsDefault", false), clock.instant());
        });
        var versions = changed.versions();
        write(changed, versions.get(versions.size() - 1), result.child("PolicyVersion"), false);
    }

    private void setDefault(QueryParameters input, XmlElement result) {
        change(input, policy -> policy.withDefault(version(policy, input).id(), clock.instant()));
    }

    private void deleteVersion(QueryParameters input, XmlElement result) {
        change(input, policy -> {
            var version = version(policy, input);
            if (version.id().equals(policy.defaultVersion())) {
                throw new AwsError(409, "DeleteConflict", "Cannot delete the default version of a policy.");
            }
            return policy.withoutVersion(version.id(), clock.instant());
        });
    }

    private void listVersions(QueryParameters input, XmlElement result) {
        var policy = find(input);
        var newestFirst = new ArrayList<>(policy.versions());
        java.util.Collections.reverse(newestFirst);
        var list = result.child("Versions");
        newestFirst.forEach(version -> write(policy, version, list.child("member"), false));
        result.with("IsTruncated", false);
    }

    private void listEntities(QueryParameters input, XmlElement result) {
        var attached = attachedTo(find(input));
        var filter = input.find("EntityFilter").orElse("");
        result.child("PolicyGroups");
        for (var kind : Entity.Kind.values()) {
            var list = result.child("Policy" + kind.wireName() + "s");
            if (filter.isEmpty() || filter.equals(kind.wireName())) {
                attached.stream()
                        .filter(entity -> entity.kind() == kind)
                        .forEach(entity -> list.child("member")
                                .with(kind.wireName() + "Name", entity.name())
                                .with(kind.wireName() + "Id", entity.id()));
            }
        }
        result.with("IsTruncated", false);
    }

    private void tag(QueryParameters input, XmlElement result) {
        var added = IamXml.tags(input);
        change(input, policy -> {
            var tags = new LinkedHashMap<>(policy.tags());
            tags.putAll(added);
            return policy.withTags(tags);
        });
    }

    private void untag(QueryParameters input, XmlElement result) {
        change(input, policy -> {
            var tags = new LinkedHashMap<>(policy.tags());
            input.list("TagKeys", "member").forEach(tags::remove);
            return policy.withTags(tags);
        });
    }

    private void listTags(QueryParameters input, XmlElement result) {
        IamXml.tagList(find(input).tags(), result.child("Tags"));
        result.with("IsTruncated", false);
    }

    private List<Entity> attachedTo(ManagedPolicy policy) {
        return entities()
                .filter(entity -> entity.permissions().attached().contains(policy.arn()))
                .toList();
    }

    private long boundaryOf(ManagedPolicy policy) {
        return entities()
                .filter(entity -> entity.permissions()
                        .boundary()
                        .filter(policy.arn()::equals)
                        .isPresent())
                .count();
    }

    private Stream<Entity> entities() {
        return Stream.of(Entity.Kind.values()).flatMap(kind -> store.all(kind).stream());
    }

    private void write(ManagedPolicy policy, XmlElement element, boolean fully) {
        element.with("PolicyName", policy.name())
                .with("PolicyId", policy.id())
                .with("Arn", policy.arn())
                .with("Path", policy.path())
                .with("DefaultVersionId", policy.defaultVersion())
                .with("AttachmentCount", attachedTo(policy).size())
                .with("PermissionsBoundaryUsageCount", boundaryOf(policy))
                .with("IsAttachable", true)
                .with("CreateDate", IamXml.time(policy.created()))
                .with("UpdateDate", IamXml.time(policy.updated()));
        if (fully) {
            if (!policy.description().isEmpty()) {
                element.with("Description", policy.description());
            }
            IamXml.tags(policy.tags(), element);
        }
    }

    private static void write(
            ManagedPolicy policy, ManagedPolicy.Version version, XmlElement element, boolean withDocument) {
        if (withDocument) {
            element.with("Document", IamXml.document(version.document()));
        }
        element.with("VersionId", version.id())
                .with("IsDefaultVersion", version.id().equals(policy.defaultVersion()))
                .with("CreateDate", IamXml.time(version.created()));
    }
}
