package dev.cuesheet.aws.iam;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.aws.JsonText;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A role as it should be.
 *
 * @param trustPolicy who may assume it, as a JSON policy document
 * @param inlinePolicies JSON policy documents by name
 * @param attachedPolicies ARNs of managed policies
 */
public record RoleSpec(
        String name,
        String description,
        String trustPolicy,
        Map<String, String> inlinePolicies,
        Set<String> attachedPolicies) {
    public RoleSpec {
        if (!name.matches("[\\w+=,.@{} -]{1,64}")) {
            throw new IllegalArgumentException(
                    "A role's name has up to 64 letters, digits and characters of _+=,.@-; got \"" + name + "\"");
        }
        requireNonNull(description, "description");
        JsonText.check("The trust policy of role " + name, trustPolicy);
        inlinePolicies = Map.copyOf(inlinePolicies);
        inlinePolicies.forEach(
                (policy, document) -> JsonText.check("Policy %s of role %s".formatted(policy, name), document));
        attachedPolicies = Set.copyOf(attachedPolicies);
    }

    public static Builder named(String name) {
        return new Builder(name);
    }

    /** The same role with every text rendered. */
    public RoleSpec renderedWith(UnaryOperator<String> render) {
        var policies = new LinkedHashMap<String, String>();
        inlinePolicies.forEach((policy, document) -> policies.put(render.apply(policy), render.apply(document)));
        var attached = new LinkedHashSet<String>();
        attachedPolicies.forEach(arn -> attached.add(render.apply(arn)));
        return new RoleSpec(
                render.apply(name), render.apply(description), render.apply(trustPolicy), policies, attached);
    }

    /** Collects a role's settings. Not to be shared between threads. */
    public static final class Builder {
        private final String name;
        private String description = "";
        private String trustPolicy = "";
        private final Map<String, String> inlinePolicies = new LinkedHashMap<>();
        private final Set<String> attachedPolicies = new LinkedHashSet<>();

        private Builder(String name) {
            this.name = requireNonNull(name, "name");
        }

        public Builder description(String text) {
            this.description = text;
            return this;
        }

        /** Lets the services assume the role, for example {@code glue.amazonaws.com}. */
        public Builder assumedBy(String... services) {
            return trustPolicy(PolicyDocument.trusting(services));
        }

        public Builder trustPolicy(String json) {
            this.trustPolicy = json;
            return this;
        }

        public Builder inlinePolicy(String policyName, String json) {
            inlinePolicies.put(policyName, json);
            return this;
        }

        public Builder inlinePolicy(String policyName, PolicyDocument document) {
            return inlinePolicy(policyName, document.json());
        }

        public Builder attachedPolicy(String arn) {
            attachedPolicies.add(arn);
            return this;
        }

        public RoleSpec build() {
            return new RoleSpec(name, description, trustPolicy, inlinePolicies, attachedPolicies);
        }
    }
}
