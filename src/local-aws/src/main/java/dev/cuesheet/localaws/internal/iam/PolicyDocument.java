package dev.cuesheet.localaws.internal.iam;

import java.util.List;

/** A policy as its statements. Immutable. */
record PolicyDocument(List<Statement> statements) {
    PolicyDocument {
        statements = List.copyOf(statements);
    }

    /** Where a document hangs, which decides what it must and must not hold. */
    enum Kind {
        /** On a user or role, or a boundary or session policy: no principal, always resources. */
        IDENTITY,
        /** On a role, as its trust policy: principals, no resources. */
        TRUST,
        /** On a resource such as a bucket: principals and resources. */
        RESOURCE
    }

    boolean denies(AccessRequest request) {
        return statements.stream().anyMatch(statement -> !statement.allows() && statement.isAbout(request));
    }

    boolean allows(AccessRequest request) {
        return statements.stream().anyMatch(statement -> statement.allows() && statement.isAbout(request));
    }

    /** Whether a statement that names the caller, in whatever way, denies. */
    boolean deniesAsResourcePolicy(AccessRequest request) {
        return statements.stream()
                .anyMatch(statement -> !statement.allows()
                        && nameOf(statement, request.caller()) != Principal.Match.NONE
                        && statement.isAbout(request));
    }

    /** The most exact way in which a statement that allows the request names its caller. */
    Principal.Match grant(AccessRequest request) {
        return statements.stream()
                .filter(statement -> statement.allows() && statement.isAbout(request))
                .map(statement -> nameOf(statement, request.caller()))
                .max(Enum::compareTo)
                .orElse(Principal.Match.NONE);
    }

    /** Whether a trust policy lets the service assume the role. */
    boolean trusts(String service, AccessRequest request) {
        var about = statements.stream()
                .filter(statement ->
                        statement.principal().filter(p -> p.names(service)).isPresent() && statement.isAbout(request))
                .toList();
        return !about.isEmpty() && about.stream().allMatch(Statement::allows);
    }

    private static Principal.Match nameOf(Statement statement, Caller caller) {
        return statement.principal().map(principal -> principal.match(caller)).orElse(Principal.Match.NONE);
    }
}
