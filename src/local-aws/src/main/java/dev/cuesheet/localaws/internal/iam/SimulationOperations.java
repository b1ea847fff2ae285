package dev.cuesheet.localaws.internal.iam;

import dev.cuesheet.localaws.internal.wire.AwsError;
import dev.cuesheet.localaws.internal.wire.QueryParameters;
import dev.cuesheet.localaws.internal.wire.XmlElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Asks the evaluation that guards every call what it would say. */
final class SimulationOperations {
    private final IamStore store;
    private final Account account;
    private final PolicyAuthorizer authorizer;

    SimulationOperations(IamStore store, Account account, PolicyAuthorizer authorizer) {
        this.store = store;
        this.account = account;
        this.authorizer = authorizer;
    }

    void addTo(Operations operations) {
        operations.add("SimulatePrincipalPolicy", input -> input.get("PolicySourceArn"), this::simulatePrincipal);
        operations.add("SimulateCustomPolicy", input -> "*", this::simulateCustom);
    }

    private void simulatePrincipal(QueryParameters input, XmlElement result) {
        var arn = input.get("PolicySourceArn");
        var caller = callerOf(arn);
        var own = authorizer.policiesFor(caller, Optional.empty());
        var identity = new ArrayList<>(own.identity());
        identity.addAll(documents(input, "PolicyInputList"));
        simulate(
                input,
                caller,
                new PolicySet(identity, boundary(input).or(own::boundary), Optional.empty(), resource(input)),
                result);
    }

    private void simulateCustom(QueryParameters input, XmlElement result) {
        var caller = input.find("CallerArn")
                .map(this::callerOf)
                .orElseGet(() -> new Caller(
                        account.id(),
                        "arn:aws:iam::" + account.id() + ":user/simulated",
                        "AIDASIMULATED",
                        Optional.empty(),
                        Optional.empty(),
                        account.region()));
        var policies =
                new PolicySet(documents(input, "PolicyInputList"), boundary(input), Optional.empty(), resource(input));
        simulate(input, caller, policies, result);
    }

    private Caller callerOf(String arn) {
        var kind = arn.contains(":role/") ? Entity.Kind.ROLE : Entity.Kind.USER;
        var entity = store.find(kind, IamStore.lastPart(arn))
                .filter(found -> found.arn(account.id()).equals(arn))
                .orElseThrow(() -> IamErrors.noSuchEntity("The entity " + arn + " cannot be found."));
        return switch (kind) {
            case ROLE -> authorizer.sessionOf(entity, "simulated", account.region());
            case USER ->
                new Caller(account.id(), arn, entity.id(), Optional.empty(), Optional.empty(), account.region());
        };
    }

    private void simulate(QueryParameters input, Caller caller, PolicySet policies, XmlElement result) {
        var resources = input.list("ResourceArns", "member");
        var list = result.child("EvaluationResults");
        for (var action : input.list("ActionNames", "member")) {
            for (var resource : resources.isEmpty() ? List.of("*") : resources) {
                var decision = policies.decide(authorizer.request(caller, action, resource, context(input)));
                var element = list.child("member")
                        .with("EvalActionName", action)
                        .with("EvalResourceName", resource)
                        .with("EvalDecision", decision.simulated());
                element.child("MatchedStatements");
                element.child("MissingContextValues");
            }
        }
        result.with("IsTruncated", false);
    }

    private static Map<String, List<String>> context(QueryParameters input) {
        var context = new TreeMap<String, List<String>>();
        for (var entry : input.structures("ContextEntries", "member")) {
            context.put(entry.get("ContextKeyName"), entry.list("ContextKeyValues", "member"));
        }
        return context;
    }

    private static Optional<PolicyDocument> boundary(QueryParameters input) {
        return documents(input, "PermissionsBoundaryPolicyInputList").stream().findFirst();
    }

    private static Optional<PolicyDocument> resource(QueryParameters input) {
        return input.find("ResourcePolicy").map(text -> parse(text, PolicyDocument.Kind.RESOURCE));
    }

    private static List<PolicyDocument> documents(QueryParameters input, String field) {
        return input.list(field, "member").stream()
                .map(text -> parse(text, PolicyDocument.Kind.IDENTITY))
                .toList();
    }

    private static PolicyDocument parse(String text, PolicyDocument.Kind kind) {
        try {
            return PolicyParser.parse(text, kind);
        } catch (MalformedPolicy e) {
            throw new AwsError(400, "InvalidInput", e.getMessage());
        }
    }
}
