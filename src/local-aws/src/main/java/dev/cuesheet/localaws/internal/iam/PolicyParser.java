package dev.cuesheet.localaws.internal.iam;

import dev.cuesheet.localaws.internal.iam.PolicyDocument.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads policy documents and refuses, with a reason, what IAM would refuse. */
final class PolicyParser {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final Set<String> DOCUMENT_FIELDS = Set.of("Version", "Id", "Statement");
    private static final Set<String> STATEMENT_FIELDS = Set.of(
            "Sid",
            "Effect",
            "Principal",
            "NotPrincipal",
            "Action",
            "NotAction",
            "Resource",
            "NotResource",
            "Condition");
    private static final Set<String> PRINCIPAL_KINDS = Set.of("AWS", "Service", "Federated", "CanonicalUser");
    private static final Pattern ACTION = Pattern.compile("\\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+");
    private static final Pattern RESOURCE = Pattern.compile("\\*|arn:.+|\\$\\{.+");
    private static final Pattern ACCOUNT = Pattern.compile("\\*|\\d{12}|arn:aws:(iam|sts)::.+|A[A-Z0-9]{15,}");
    private static final Pattern SID = Pattern.compile("[A-Za-z0-9]*");

    private final Kind kind;

    private PolicyParser(Kind kind) {
        this.kind = kind;
    }

    /** @throws MalformedPolicy when the text is not a policy of that kind */
    static PolicyDocument parse(String text, Kind kind) {
        return new PolicyParser(kind).document(text);
    }

    private PolicyDocument document(String text) {
        var root = json(text);
        if (!root.isObject()) {
            throw new MalformedPolicy("Syntax errors in policy: the document must be a JSON object.");
        }
        root.propertyNames().forEach(name -> {
            if (!DOCUMENT_FIELDS.contains(name)) {
                throw new MalformedPolicy("Syntax errors in policy: unknown element " + name + ".");
            }
        });
        var version = root.path("Version").asString("2008-10-17");
        if (!version.equals("2012-10-17") && !version.equals("2008-10-17")) {
            throw new MalformedPolicy("The policy must contain a valid version string, not \"" + version + "\".");
        }
        var statements = new ArrayList<Statement>();
        var sids = new HashSet<String>();
        for (var node : oneOrMany(root.path("Statement"))) {
            var sid = node.path("Sid").asString("");
            if (!sid.isEmpty() && !sids.add(sid)) {
                throw new MalformedPolicy("Statement IDs (SID) in a single policy must be unique: " + sid);
            }
            statements.add(statement(node));
        }
        if (statements.isEmpty()) {
            throw new MalformedPolicy("Syntax errors in policy: the document needs at least one Statement.");
        }
        return new PolicyDocument(statements);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            throw new MalformedPolicy("This policy contains invalid Json: " + e.getOriginalMessage());
        }
    }

    private Statement statement(JsonNode node) {
        if (!node.isObject()) {
            throw new MalformedPolicy("Syntax errors in policy: a Statement must be a JSON object.");
        }
        node.propertyNames().forEach(name -> {
            if (!STATEMENT_FIELDS.contains(name)) {
                throw new MalformedPolicy("Syntax errors in policy: unknown element " + name + " in a Statement.");
            }
        });
        if (kind != Kind.RESOURCE && !SID.matcher(node.path("Sid").asString("")).matches()) {
            throw new MalformedPolicy("Statement IDs (SID) must be alpha-numeric.");
        }
        return new Statement(
                allows(node), principal(node), actions(node), resources(node), conditions(node.path("Condition")));
    }

    private static boolean allows(JsonNode node) {
        return switch (node.path("Effect").asString("")) {
            case "Allow" -> true;
            case "Deny" -> false;
            default -> throw new MalformedPolicy("Syntax errors in policy: Effect must be Allow or Deny.");
        };
    }

    private static Statement.Patterns actions(JsonNode node) {
        var patterns = patterns(node, "Action")
                .orElseThrow(() -> new MalformedPolicy("Policy statement must contain actions."));
        patterns.patterns().forEach(action -> {
            if (!ACTION.matcher(action).matches()) {
                throw new MalformedPolicy(
                        "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.: " + action);
            }
        });
        return patterns;
    }

    private Optional<Statement.Patterns> resources(JsonNode node) {
        var patterns = patterns(node, "Resource");
        if (kind == Kind.TRUST) {
            if (patterns.isPresent()) {
                throw new MalformedPolicy("Has prohibited field Resource");
            }
            return patterns;
        }
        if (patterns.isEmpty()) {
            throw new MalformedPolicy("Policy statement must contain resources.");
        }
        patterns.get().patterns().forEach(resource -> {
            if (!RESOURCE.matcher(resource).matches()) {
                throw new MalformedPolicy("Resource " + resource + " must be in ARN format or \"*\".");
            }
        });
        return patterns;
    }

    private static Optional<Statement.Patterns> patterns(JsonNode node, String field) {
        var plain = node.get(field);
        var negated = node.get("Not" + field);
        if (plain != null && negated != null) {
            throw new MalformedPolicy(
                    "Syntax errors in policy: a Statement has either " + field + " or Not" + field + ".");
        }
        if (plain == null && negated == null) {
            return Optional.empty();
        }
        var values = texts(plain != null ? plain : negated, field);
        if (values.isEmpty()) {
            throw new MalformedPolicy("Syntax errors in policy: " + field + " is empty.");
        }
        return Optional.of(new Statement.Patterns(values, negated != null));
    }

    private Optional<Principal> principal(JsonNode node) {
        var plain = node.get("Principal");
        var negated = node.get("NotPrincipal");
        if (kind == Kind.IDENTITY) {
            if (plain != null || negated != null) {
                throw new MalformedPolicy("Policy document should not specify a principal.");
            }
            return Optional.empty();
        }
        if (plain == null == (negated == null)) {
            throw new MalformedPolicy("Missing required field Principal");
        }
        return Optional.of(new Principal(named(plain != null ? plain : negated), negated != null));
    }

    private static Map<String, List<String>> named(@Nullable JsonNode node) {
        if (node == null || node.isString()) {
            if (node == null || !node.asString().equals("*")) {
                throw new MalformedPolicy("Invalid principal in policy: " + node);
            }
            return Map.of("AWS", List.of("*"), "Service", List.of("*"));
        }
        var named = new LinkedHashMap<String, List<String>>();
        for (var entry : node.properties()) {
            if (!PRINCIPAL_KINDS.contains(entry.getKey())) {
                throw new MalformedPolicy("Invalid principal in policy: " + entry.getKey());
            }
            var values = texts(entry.getValue(), "Principal");
            values.forEach(value -> check(entry.getKey(), value));
            named.put(entry.getKey(), values);
        }
        if (named.isEmpty()) {
            throw new MalformedPolicy("Missing required field Principal cannot be empty!");
        }
        return named;
    }

    private static void check(String principalKind, String value) {
        var valid = !principalKind.equals("AWS") || ACCOUNT.matcher(value).matches();
        if (!valid || principalKind.equals("Service") && !value.equals("*") && !value.contains(".")) {
            throw new MalformedPolicy("Invalid principal in policy: \"" + principalKind + "\":\"" + value + "\"");
        }
    }

    private static List<Condition> conditions(JsonNode block) {
        if (block.isMissingNode()) {
            return List.of();
        }
        if (!block.isObject()) {
            throw new MalformedPolicy("Syntax errors in policy: Condition must be a JSON object.");
        }
        var conditions = new ArrayList<Condition>();
        for (var operator : block.properties()) {
            for (var key : operator.getValue().properties()) {
                conditions.add(condition(operator.getKey(), key.getKey(), texts(key.getValue(), "Condition")));
            }
        }
        return conditions;
    }

    private static Condition condition(String operator, String key, List<String> expected) {
        var name = operator;
        var quantifier = Condition.Quantifier.NONE;
        if (name.regionMatches(true, 0, "ForAllValues:", 0, 13)) {
            quantifier = Condition.Quantifier.FOR_ALL_VALUES;
            name = name.substring(13);
        } else if (name.regionMatches(true, 0, "ForAnyValue:", 0, 12)) {
            quantifier = Condition.Quantifier.FOR_ANY_VALUE;
            name = name.substring(12);
        }
        int suffix = name.length() - "IfExists".length();
        boolean ifExists = suffix > 0 && name.regionMatches(true, suffix, "IfExists", 0, 8);
        var plain = ifExists ? name.substring(0, suffix) : name;
        var known = ConditionOperator.named(plain)
                .orElseThrow(() -> new MalformedPolicy("Invalid Condition type : " + plain + "."));
        return new Condition(quantifier, known, ifExists, key, expected);
    }

    private static List<JsonNode> oneOrMany(JsonNode node) {
        if (node.isArray()) {
            return List.copyOf(node.values());
        }
        return node.isMissingNode() ? List.of() : List.of(node);
    }

    private static List<String> texts(@Nullable JsonNode node, String field) {
        var texts = new ArrayList<String>();
        for (var value : oneOrMany(java.util.Objects.requireNonNull(node))) {
            if (!value.isValueNode() || value.isNull()) {
                throw new MalformedPolicy(
                        "Syntax errors in policy: " + field + " must be a string or a list of strings.");
            }
            texts.add(value.asString());
        }
        return texts;
    }
}
