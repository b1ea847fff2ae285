package dev.cuesheet.localaws.internal.iam;

import dev.cuesheet.localaws.internal.wire.QueryParameters;
import dev.cuesheet.localaws.internal.wire.QueryService;
import dev.cuesheet.localaws.internal.wire.XmlElement;
import java.time.Clock;
import java.util.Set;

/** IAM as AWS's clients know it. Safe to share between threads. */
public final class IamService implements QueryService {
    private static final String NAMESPACE = "https://iam.amazonaws.com/doc/2010-05-08/";

    private final Operations operations;

    IamService(IamStore store, Account account, PolicyAuthorizer authorizer, Clock clock) {
        operations = new Operations(authorizer);
        new RoleOperations(store, account, clock).addTo(operations);
        new UserOperations(store, account, clock).addTo(operations);
        new AccessKeyOperations(store, account, clock).addTo(operations);
        for (var kind : Entity.Kind.values()) {
            new EntityPolicyOperations(kind, store, account).addTo(operations);
        }
        new ManagedPolicyOperations(store, account, clock).addTo(operations);
        new SimulationOperations(store, account, authorizer).addTo(operations);
    }

    @Override
    public String name() {
        return "iam";
    }

    @Override
    public String version() {
        return "2010-05-08";
    }

    @Override
    public String namespace() {
        return NAMESPACE;
    }

    @Override
    public Set<String> operations() {
        return operations.names();
    }

    @Override
    public void handle(String operation, QueryParameters input, Caller caller, XmlElement result) {
        // A request may leave the user's name out and mean the caller.
        operations.answer(operation, UserOperations.withCallersName(operation, input, caller), caller, result);
    }
}
