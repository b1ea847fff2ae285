package dev.cuesheet.localaws.internal.iam;

import dev.cuesheet.localaws.internal.wire.QueryParameters;
import dev.cuesheet.localaws.internal.wire.XmlElement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The table of IAM's operations: what answers each, and the ARN of what it is about, on which the caller is checked. */
final class Operations {
    private final Authorizer authorizer;
    private final Map<String, Operation> table = new LinkedHashMap<>();

    /** Answers one call by filling the result. */
    @FunctionalInterface
    interface Answer {
        void to(QueryParameters input, XmlElement result);
    }

    private record Operation(Function<QueryParameters, String> resource, Answer answer) {}

    Operations(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    void add(String name, Function<QueryParameters, String> resource, Answer answer) {
        table.put(name, new Operation(resource, answer));
    }

    Set<String> names() {
        return table.keySet();
    }

    void answer(String name, QueryParameters input, Caller caller, XmlElement result) {
        var operation = table.get(name);
        if (operation == null) {
            throw IamErrors.notImplemented(name);
        }
        authorizer.check(caller, "iam:" + name, operation.resource().apply(input));
        operation.answer().to(input, result);
    }
}
