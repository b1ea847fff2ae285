package dev.cuesheet.aws.iam;

import dev.cuesheet.aws.AwsException;
import dev.cuesheet.aws.AwsException.Reason;
import dev.cuesheet.aws.Calls;
import dev.cuesheet.aws.Differences;
import dev.cuesheet.aws.Ensured;
import dev.cuesheet.aws.JsonText;
import dev.cuesheet.aws.Pages;
import dev.cuesheet.aws.Pages.Page;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;

/** Roles and their policies. Documents are compared as JSON, not as text. Safe to share between threads. */
public final class Iam {
    private final Calls<IamClient> iam;

    private Iam(Calls<IamClient> iam) {
        this.iam = iam;
    }

    public static Iam using(IamClient client) {
        return using(() -> client);
    }

    /** The client is asked for when the first call needs it. */
    public static Iam using(Supplier<IamClient> client) {
        return new Iam(new Calls<>("IAM", client));
    }

    // Roles

    public Optional<Role> findRole(String name) {
        return Calls.unless(Reason.NOT_FOUND, () -> getRole(name));
    }

    public Role getRole(String name) {
        return iam.call(
                "GetRole",
                "look up role " + name,
                c -> role(c.getRole(r -> r.roleName(name)).role()));
    }

    /** Lists the account's roles. Pages are fetched as the stream is read. */
    public Stream<Role> listRoles() {
        return Pages.stream(marker -> iam.call("ListRoles", "list roles", c -> {
            var page = c.listRoles(r -> r.marker(marker));
            return new Page<>(page.roles().stream().map(Iam::role).toList(), page.marker());
        }));
    }

    /**
     * Makes the role as the specification says, its trust policy and the named inline policies included, and attaches the
     * named managed policies. Other policies of the role stay.
     */
    public EnsuredRole ensureRole(RoleSpec spec) {
        var existing = findRole(spec.name());
        if (existing.isEmpty()) {
            var created = createRole(spec);
            if (created.isEmpty()) {
                return ensureRole(spec);
            }
            spec.inlinePolicies().forEach((policy, document) -> putPolicy(spec.name(), policy, document));
            spec.attachedPolicies().forEach(arn -> attachPolicy(spec.name(), arn));
            return new EnsuredRole(created.get(), Ensured.created());
        }
        return new EnsuredRole(
                existing.get(), Ensured.updated(corrected(existing.get(), spec).found()));
    }

    private Differences corrected(Role role, RoleSpec spec) {
        var differences = new Differences();
        if (!JsonText.sameMeaning(role.trustPolicy(), spec.trustPolicy())) {
            differences.compare("trustPolicy", role.trustPolicy(), spec.trustPolicy());
            putTrustPolicy(role.name(), spec.trustPolicy());
        }
        spec.inlinePolicies().forEach((policy, document) -> {
            var is = findPolicy(role.name(), policy).orElse("");
            if (!JsonText.sameMeaning(is, document)) {
                differences.compare("policy " + policy, is, document);
                putPolicy(role.name(), policy, document);
            }
        });
        if (!spec.attachedPolicies().isEmpty()) {
            var attached = listAttachedPolicies(role.name()).collect(Collectors.toSet());
            spec.attachedPolicies().stream()
                    .filter(arn -> !attached.contains(arn))
                    .forEach(arn -> {
                        differences.compare("attached policy", "", arn);
                        attachPolicy(role.name(), arn);
                    });
        }
        return differences;
    }

    /** Empty when somebody else made it meanwhile. */
    private Optional<Role> createRole(RoleSpec spec) {
        return Calls.unless(
                Reason.ALREADY_EXISTS,
                () -> iam.call(
                        "CreateRole",
                        "create role " + spec.name(),
                        c -> role(c.createRole(r -> r.roleName(spec.name())
                                        .description(spec.description().isEmpty() ? null : spec.description())
                                        .assumeRolePolicyDocument(spec.trustPolicy()))
                                .role())));
    }

    public void putTrustPolicy(String role, String document) {
        iam.call(
                "UpdateAssumeRolePolicy",
                "set the trust policy of role " + role,
                c -> c.updateAssumeRolePolicy(r -> r.roleName(role).policyDocument(document)));
    }

    /** Removes the role with its inline policies, and detaches its managed ones; succeeds when it is already gone. */
    public void deleteRole(String name) {
        try {
            listPolicies(name).toList().forEach(policy -> deletePolicy(name, policy));
            listAttachedPolicies(name).toList().forEach(arn -> detachPolicy(name, arn));
        } catch (AwsException e) {
            if (e.reason() == Reason.NOT_FOUND) {
                return;
            }
            throw e;
        }
        iam.find("DeleteRole", "delete role " + name, c -> c.deleteRole(r -> r.roleName(name)));
    }

    // Inline policies

    /** The document of an inline policy as decoded JSON. */
    public Optional<String> findPolicy(String role, String policy) {
        return iam.find(
                "GetRolePolicy",
                "look up policy %s of role %s".formatted(policy, role),
                c -> decoded(c.getRolePolicy(r -> r.roleName(role).policyName(policy))
                        .policyDocument()));
    }

    /** Writes an inline policy, replacing the one of the same name. */
    public void putPolicy(String role, String policy, String document) {
        iam.call(
                "PutRolePolicy",
                "write policy %s of role %s".formatted(policy, role),
                c -> c.putRolePolicy(r -> r.roleName(role).policyName(policy).policyDocument(document)));
    }

    /** Removes an inline policy; succeeds when it is already gone. */
    public void deletePolicy(String role, String policy) {
        iam.find(
                "DeleteRolePolicy",
                "delete policy %s of role %s".formatted(policy, role),
                c -> c.deleteRolePolicy(r -> r.roleName(role).policyName(policy)));
    }

    /** Lists the names of the role's inline policies. */
    public Stream<String> listPolicies(String role) {
        return Pages.stream(marker -> iam.call("ListRolePolicies", "list the policies of role " + role, c -> {
            var page = c.listRolePolicies(r -> r.roleName(role).marker(marker));
            return new Page<>(page.policyNames(), page.marker());
        }));
    }

    // Managed policies

    public void attachPolicy(String role, String policyArn) {
        iam.call(
                "AttachRolePolicy",
                "attach %s to role %s".formatted(policyArn, role),
                c -> c.attachRolePolicy(r -> r.roleName(role).policyArn(policyArn)));
    }

    /** Detaches a managed policy; succeeds when it is not attached. */
    public void detachPolicy(String role, String policyArn) {
        iam.find(
                "DetachRolePolicy",
                "detach %s from role %s".formatted(policyArn, role),
                c -> c.detachRolePolicy(r -> r.roleName(role).policyArn(policyArn)));
    }

    /** Lists the ARNs of the managed policies attached to the role. */
    public Stream<String> listAttachedPolicies(String role) {
        var attempt = "list the policies attached to role " + role;
        return Pages.stream(marker -> iam.call("ListAttachedRolePolicies", attempt, c -> {
            var page = c.listAttachedRolePolicies(r -> r.roleName(role).marker(marker));
            return new Page<>(
                    page.attachedPolicies().stream()
                            .map(AttachedPolicy::policyArn)
                            .toList(),
                    page.marker());
        }));
    }

    private static Role role(software.amazon.awssdk.services.iam.model.Role role) {
        return new Role(
                role.roleName(),
                role.arn(),
                role.roleId(),
                role.description() == null ? "" : role.description(),
                decoded(role.assumeRolePolicyDocument()),
                role.createDate());
    }

    /** IAM answers documents URL-encoded by RFC 3986, where a plus is a plus. */
    private static String decoded(@Nullable String document) {
        return document == null ? "" : URLDecoder.decode(document.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
