package dev.cuesheet.localaws.internal.iam;

import dev.cuesheet.localaws.internal.iam.PolicyDocument.Kind;
import dev.cuesheet.localaws.internal.state.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Makes temporary credentials, which live in files until some time after they expire. Safe to share between threads. */
public final class Sessions {
    private static final Duration SHORTEST = Duration.ofMinutes(15);
    private static final Duration LONGEST_CHAINED = Duration.ofHours(1);
    /** Expired credentials are kept this long, so that their users hear "expired" and not "unknown". */
    private static final Duration KEPT_AFTER_EXPIRY = Duration.ofHours(12);

    private static final int LONGEST_SESSION_POLICY = 2048;

    private final IamStore store;
    private final Account account;
    private final PolicyAuthorizer authorizer;
    private final Clock clock;
    private Instant lastSweep = Instant.MIN;

    Sessions(IamStore store, Account account, PolicyAuthorizer authorizer, Clock clock) {
        this.store = store;
        this.account = account;
        this.authorizer = authorizer;
        this.clock = clock;
    }

    /** @param policies JSON documents that narrow the session */
    public record Assumption(
            String roleArn,
            String sessionName,
            Duration duration,
            List<String> policies,
            List<String> policyArns,
            Optional<String> externalId) {
        public Assumption {
            policies = List.copyOf(policies);
            policyArns = List.copyOf(policyArns);
        }
    }

    /** STS refuses the request as it stands, whoever asks. The code is AWS's error code. */
    public static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final String code;

        Refused(String code, String message) {
            super(message, null, false, false);
            this.code = code;
        }

        public String code() {
            return code;
        }
    }

    /**
     * @throws Authorizer.Denied when the role is absent, does not trust the caller, or the caller's own policies forbid it
     * @throws Refused when the duration or the session policy is not acceptable
     * @throws MalformedPolicy when a session policy is no policy
     */
    public Credentials assume(Caller caller, Assumption wanted) {
        var role = trustedRole(caller, wanted);
        checkDuration(caller, role, wanted.duration());
        var session = authorizer.sessionOf(role, wanted.sessionName(), caller.region());
        var narrowed = new Caller(
                session.accountId(),
                session.arn(),
                session.userId(),
                session.roleArn(),
                sessionPolicy(wanted),
                session.region());
        return make(narrowed, role.id(), wanted.duration());
    }

    /** Temporary credentials of the caller itself. */
    public Credentials sameCaller(Caller caller, Duration duration) {
        if (caller.roleArn().isPresent()) {
            throw new Authorizer.Denied("Cannot call GetSessionToken with session credentials");
        }
        var limit = caller.isRoot() ? Duration.ofHours(1) : Duration.ofHours(36);
        var id = caller.isRoot() ? account.id() : caller.userId();
        return make(caller, id, duration.compareTo(limit) > 0 ? limit : duration);
    }

    private Entity trustedRole(Caller caller, Assumption wanted) {
        var context = new TreeMap<String, List<String>>();
        context.put("sts:RoleSessionName", List.of(wanted.sessionName()));
        wanted.externalId().ifPresent(id -> context.put("sts:ExternalId", List.of(id)));
        var request = authorizer.request(caller, "sts:AssumeRole", wanted.roleArn(), context);
        var denied = "User: %s is not authorized to perform: sts:AssumeRole on resource: %s"
                .formatted(caller.arn(), wanted.roleArn());
        var role = store.find(Entity.Kind.ROLE, IamStore.lastPart(wanted.roleArn()))
                .filter(entity -> entity.arn(account.id()).equals(wanted.roleArn()))
                .orElseThrow(() -> new Authorizer.Denied(denied));
        var trust = store.parsed(role.trust().orElseThrow().document(), Kind.TRUST);
        if (trust.deniesAsResourcePolicy(request) || trust.grant(request) == Principal.Match.NONE) {
            throw new Authorizer.Denied(denied);
        }
        // AWS lets no root user assume a role. Here root is what everybody starts with, so the trust policy decides.
        if (!caller.isRoot()) {
            var decision =
                    authorizer.policiesFor(caller, Optional.empty()).with(trust).decide(request);
            if (decision != Decision.ALLOWED) {
                throw new Authorizer.Denied(decision.explain(request));
            }
        }
        return role;
    }

    private static void checkDuration(Caller caller, Entity role, Duration duration) {
        if (duration.compareTo(SHORTEST) < 0) {
            throw new Refused(
                    "ValidationError",
                    "1 validation error detected: Value '" + duration.toSeconds()
                            + "' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or"
                            + " equal to 900");
        }
        if (duration.toSeconds() > role.trust().orElseThrow().maxSessionSeconds()) {
            throw new Refused(
                    "ValidationError",
                    "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        }
        if (caller.roleArn().isPresent() && duration.compareTo(LONGEST_CHAINED) > 0) {
            throw new Refused(
                    "ValidationError",
                    "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.");
        }
    }

    /** Several session policies count as one with the statements of all. */
    private Optional<String> sessionPolicy(Assumption wanted) {
        var documents = new ArrayList<>(wanted.policies());
        for (var arn : wanted.policyArns()) {
            documents.add(store.policy(arn)
                    .orElseThrow(() -> new Refused("ValidationError", "Policy " + arn + " does not exist."))
                    .document());
        }
        if (documents.isEmpty()) {
            return Optional.empty();
        }
        documents.forEach(document -> PolicyParser.parse(document, Kind.IDENTITY));
        if (wanted.policies().stream().mapToInt(String::length).sum() > LONGEST_SESSION_POLICY) {
            throw new Refused(
                    "PackedPolicyTooLarge",
                    "The session policy is longer than " + LONGEST_SESSION_POLICY + " characters");
        }
        var merged = Json.mapper().createObjectNode().put("Version", "2012-10-17");
        var statements = merged.putArray("Statement");
        for (var document : documents) {
            var statement = Json.mapper().readTree(document).path("Statement");
            (statement.isArray() ? statement.values() : List.of(statement)).forEach(node -> {
                // Statement ids need only be unique within their own document.
                ((tools.jackson.databind.node.ObjectNode) node).remove("Sid");
                statements.add(node);
            });
        }
        return Optional.of(merged.toString());
    }

    private Credentials make(Caller owner, String entityId, Duration duration) {
        sweep();
        var expiry = clock.instant().plus(duration);
        var session = new Session(Ids.temporaryKey(), Ids.secret(), Ids.sessionToken(), expiry, entityId, owner);
        store.sessions().put(session.accessKeyId(), session);
        return new Credentials(
                session.accessKeyId(), session.secretKey(), Optional.of(session.token()), Optional.of(expiry), owner);
    }

    private synchronized void sweep() {
        var now = clock.instant();
        if (lastSweep.isAfter(now.minus(KEPT_AFTER_EXPIRY))) {
            return;
        }
        lastSweep = now;
        store.sessions().all().stream()
                .filter(session -> session.expiry().plus(KEPT_AFTER_EXPIRY).isBefore(now))
                .forEach(session -> store.sessions().delete(session.accessKeyId()));
    }
}
