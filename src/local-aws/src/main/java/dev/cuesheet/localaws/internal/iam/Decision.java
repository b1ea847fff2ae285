package dev.cuesheet.localaws.internal.iam;

/** What the policies say about a request, and which kind of policy said it. */
enum Decision {
    ALLOWED("allowed", ""),
    DENIED_BY_IDENTITY_POLICY("explicitDeny", "with an explicit deny in an identity-based policy"),
    DENIED_BY_BOUNDARY("explicitDeny", "with an explicit deny in a permissions boundary"),
    DENIED_BY_SESSION_POLICY("explicitDeny", "with an explicit deny in a session policy"),
    DENIED_BY_RESOURCE_POLICY("explicitDeny", "with an explicit deny in a resource-based policy"),
    NOT_ALLOWED_BY_IDENTITY_POLICY("implicitDeny", "because no identity-based policy allows the %s action"),
    NOT_ALLOWED_BY_BOUNDARY("implicitDeny", "because no permissions boundary allows the %s action"),
    NOT_ALLOWED_BY_SESSION_POLICY("implicitDeny", "because no session policy allows the %s action");

    private final String simulated;
    private final String reason;

    Decision(String simulated, String reason) {
        this.simulated = simulated;
        this.reason = reason;
    }

    /** The word that SimulatePrincipalPolicy uses. */
    String simulated() {
        return simulated;
    }

    String explain(AccessRequest request) {
        return "User: %s is not authorized to perform: %s on resource: %s %s"
                .formatted(
                        request.caller().arn(),
                        request.action(),
                        request.resource(),
                        reason.formatted(request.action()));
    }
}
