package dev.cuesheet.localaws.internal.iam;

import java.util.List;
import java.util.Optional;

/**
 * All policies that bear on one request, and IAM's order of weighing them: an explicit deny anywhere wins; a resource
 * policy of the same account may allow on its own; else an identity policy must allow, and the boundary and the session
 * policy, where there are any, must allow too.
 */
record PolicySet(
        List<PolicyDocument> identity,
        Optional<PolicyDocument> boundary,
        Optional<PolicyDocument> session,
        Optional<PolicyDocument> resource) {
    PolicySet {
        identity = List.copyOf(identity);
    }

    /** The same with another resource policy, for example a role's trust policy. */
    PolicySet with(PolicyDocument resourcePolicy) {
        return new PolicySet(identity, boundary, session, Optional.of(resourcePolicy));
    }

    Decision decide(AccessRequest request) {
        if (identity.stream().anyMatch(policy -> policy.denies(request))) {
            return Decision.DENIED_BY_IDENTITY_POLICY;
        }
        if (boundary.filter(policy -> policy.denies(request)).isPresent()) {
            return Decision.DENIED_BY_BOUNDARY;
        }
        if (session.filter(policy -> policy.denies(request)).isPresent()) {
            return Decision.DENIED_BY_SESSION_POLICY;
        }
        if (resource.filter(policy -> policy.deniesAsResourcePolicy(request)).isPresent()) {
            return Decision.DENIED_BY_RESOURCE_POLICY;
        }
        return switch (resource.map(policy -> policy.grant(request)).orElse(Principal.Match.NONE)) {
            // A grant to the very session or user is not narrowed by boundary or session policy.
            case SELF -> Decision.ALLOWED;
            case ROLE, EVERYONE -> narrowed(request);
            // The account as principal only lets the account's own policies decide.
            case ACCOUNT, NONE ->
                identity.stream().anyMatch(policy -> policy.allows(request))
                        ? narrowed(request)
                        : Decision.NOT_ALLOWED_BY_IDENTITY_POLICY;
        };
    }

    private Decision narrowed(AccessRequest request) {
        if (boundary.filter(policy -> !policy.allows(request)).isPresent()) {
            return Decision.NOT_ALLOWED_BY_BOUNDARY;
        }
        if (session.filter(policy -> !policy.allows(request)).isPresent()) {
            return Decision.NOT_ALLOWED_BY_SESSION_POLICY;
        }
        return Decision.ALLOWED;
    }
}
