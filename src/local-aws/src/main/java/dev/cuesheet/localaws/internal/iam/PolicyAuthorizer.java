package dev.cuesheet.localaws.internal.iam;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Decides by the policies in the store. Root may do everything. */
final class PolicyAuthorizer implements Authorizer {
    private final IamStore store;
    private final Account account;
    private final ResourcePolicies resourcePolicies;
    private final Clock clock;

    PolicyAuthorizer(IamStore store, Account account, ResourcePolicies resourcePolicies, Clock clock) {
        this.store = store;
        this.account = account;
        this.resourcePolicies = resourcePolicies;
        this.clock = clock;
    }

    @Override
    public void check(Caller caller, String action, String resource, Map<String, String> context) {
        if (caller.isRoot()) {
            return;
        }
        var several = new TreeMap<String, List<String>>();
        context.forEach((key, value) -> several.put(key, List.of(value)));
        var request = request(caller, action, resource, several);
        var decision = policiesFor(caller, resourcePolicy(resource)).decide(request);
        if (decision != Decision.ALLOWED) {
            throw new Denied(decision.explain(request));
        }
    }

    /** Completes the request with the keys that every request has. */
    AccessRequest request(Caller caller, String action, String resource, Map<String, List<String>> context) {
        var now = clock.instant();
        var keys = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        keys.put("aws:CurrentTime", List.of(now.toString()));
        keys.put("aws:EpochTime", List.of(Long.toString(now.getEpochSecond())));
        keys.put("aws:PrincipalAccount", List.of(caller.accountId()));
        keys.put("aws:PrincipalArn", List.of(caller.roleArn().orElse(caller.arn())));
        keys.put("aws:PrincipalType", List.of(caller.roleArn().isPresent() ? "AssumedRole" : "User"));
        keys.put("aws:RequestedRegion", List.of(caller.region()));
        keys.put("aws:ResourceAccount", List.of(account.id()));
        keys.put("aws:SecureTransport", List.of("false"));
        keys.put("aws:SourceIp", List.of("127.0.0.1"));
        keys.put("aws:userid", List.of(caller.userId()));
        if (caller.roleArn().isEmpty() && !caller.isRoot()) {
            keys.put("aws:username", List.of(IamStore.lastPart(caller.arn())));
        }
        entityOf(caller)
                .ifPresent(entity ->
                        entity.tags().forEach((key, value) -> keys.put("aws:PrincipalTag/" + key, List.of(value))));
        keys.putAll(context);
        return new AccessRequest(caller, action, resource, keys);
    }

    /** The policies of a caller whose user or role still exists; nothing is allowed to one that is gone. */
    PolicySet policiesFor(Caller caller, Optional<String> resourcePolicy) {
        var entity = entityOf(caller);
        return new PolicySet(
                entity.map(store::policiesOf).orElse(List.of()),
                entity.flatMap(e -> e.permissions().boundary())
                        .flatMap(store::policy)
                        .map(policy -> store.parsed(policy.document(), PolicyDocument.Kind.IDENTITY)),
                caller.sessionPolicy().map(text -> store.parsed(text, PolicyDocument.Kind.IDENTITY)),
                resourcePolicy.map(text -> store.parsed(text, PolicyDocument.Kind.RESOURCE)));
    }

    private Optional<String> resourcePolicy(String resource) {
        return resource.startsWith("arn:") ? resourcePolicies.policyOf(resource) : Optional.empty();
    }

    private Optional<Entity> entityOf(Caller caller) {
        if (caller.isRoot()) {
            return Optional.empty();
        }
        var kind = caller.roleArn().isPresent() ? Entity.Kind.ROLE : Entity.Kind.USER;
        var arn = caller.roleArn().orElse(caller.arn());
        return store.find(kind, IamStore.lastPart(arn))
                .filter(entity -> entity.arn(account.id()).equals(arn));
    }

    @Override
    public Caller assumedBy(String service, String roleArn, String sessionName) {
        var role = store.find(Entity.Kind.ROLE, IamStore.lastPart(roleArn))
                .filter(entity -> entity.arn(account.id()).equals(roleArn))
                .orElseThrow(() -> new Denied(
                        "Service " + service + " cannot assume role " + roleArn + ": the role does not exist"));
        var session = sessionOf(role, sessionName, account.region());
        var trust = store.parsed(role.trust().orElseThrow().document(), PolicyDocument.Kind.TRUST);
        var request = request(session, "sts:AssumeRole", roleArn, Map.of("aws:SourceAccount", List.of(account.id())));
        if (!trust.trusts(service, request)) {
            throw new Denied("Service " + service + " cannot assume role " + roleArn
                    + ": the role's trust policy does not name the service");
        }
        return session;
    }

    /** The identity of a session of the role. */
    Caller sessionOf(Entity role, String sessionName, String region) {
        return new Caller(
                account.id(),
                "arn:aws:sts::" + account.id() + ":assumed-role/" + role.name() + "/" + sessionName,
                role.id() + ":" + sessionName,
                Optional.of(role.arn(account.id())),
                Optional.empty(),
                region);
    }
}
