package dev.cuesheet.aws.iam;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** An identity policy in the making: statements that allow actions on resources. Immutable. */
public final class PolicyDocument {
    private static final String VERSION = "2012-10-17";
    private final List<String> statements;

    private PolicyDocument(List<String> statements) {
        this.statements = List.copyOf(statements);
    }

    public static PolicyDocument empty() {
        return new PolicyDocument(List.of());
    }

    /** This document and one statement more. Actions are named like {@code s3:GetObject}, resources by ARN or {@code *}. */
    public PolicyDocument allow(Collection<String> actions, Collection<String> resources) {
        var statement =
                "{\"Effect\":\"Allow\",\"Action\":%s,\"Resource\":%s}".formatted(list(actions), list(resources));
        var more = new ArrayList<>(statements);
        more.add(statement);
        return new PolicyDocument(more);
    }

    /** Allows the actions on one resource. */
    public PolicyDocument allow(String resource, String... actions) {
        return allow(List.of(actions), List.of(resource));
    }

    public String json() {
        return document(statements);
    }

    /** The trust policy that lets the services assume a role. */
    static String trusting(String... services) {
        var principal = list(List.of(services));
        return document(List.of("{\"Effect\":\"Allow\",\"Principal\":{\"Service\":%s},\"Action\":\"sts:AssumeRole\"}"
                .formatted(principal)));
    }

    private static String document(List<String> statements) {
        return "{\"Version\":\"%s\",\"Statement\":[%s]}".formatted(VERSION, String.join(",", statements));
    }

    private static String list(Collection<String> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("A policy statement names at least one action and one resource");
        }
        return values.stream().map(PolicyDocument::quoted).collect(joining(",", "[", "]"));
    }

    private static String quoted(String value) {
        if (value.chars().anyMatch(c -> c < ' ')) {
            throw new IllegalArgumentException("Actions and ARNs have no control characters, got \"" + value + "\"");
        }
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PolicyDocument document && statements.equals(document.statements);
    }

    @Override
    public int hashCode() {
        return statements.hashCode();
    }

    @Override
    public String toString() {
        return json();
    }
}
