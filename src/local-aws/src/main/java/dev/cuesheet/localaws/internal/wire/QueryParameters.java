package dev.cuesheet.localaws.internal.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The form fields of a query call. Lists arrive flattened as {@code Name.member.1}, structures as {@code Name.Field}. */
public final class QueryParameters {
    private final Map<String, String> fields;

    public QueryParameters(Map<String, String> fields) {
        this.fields = Map.copyOf(fields);
    }

    /** The same fields and one more. */
    public QueryParameters with(String name, String value) {
        var more = new LinkedHashMap<>(fields);
        more.put(name, value);
        return new QueryParameters(more);
    }

    public Optional<String> find(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /** The field, or a {@code ValidationError} that names it. */
    public String get(String name) {
        return find(name)
                .orElseThrow(() -> new AwsError(
                        400,
                        "ValidationError",
                        "Value at '" + name + "' failed to satisfy constraint: Member must not be null"));
    }

    public int integer(String name, int fallback) {
        try {
            return find(name).map(Integer::parseInt).orElse(fallback);
        } catch (NumberFormatException e) {
            throw new AwsError(
                    400, "ValidationError", "Value at '" + name + "' must be an integer, got " + fields.get(name));
        }
    }

    public boolean flag(String name, boolean fallback) {
        return find(name).map(Boolean::parseBoolean).orElse(fallback);
    }

    /** The list's values in order; {@code member} is the element's wire name, {@code member} itself for IAM and STS. */
    public List<String> list(String name, String member) {
        var values = new ArrayList<String>();
        for (int i = 1; fields.containsKey(name + "." + member + "." + i); i++) {
            values.add(fields.get(name + "." + member + "." + i));
        }
        return values;
    }

    /** The list's structures in order, each as its own fields. */
    public List<QueryParameters> structures(String name, String member) {
        var structures = new ArrayList<QueryParameters>();
        for (int i = 1; ; i++) {
            var prefix = name + "." + member + "." + i + ".";
            var own = new LinkedHashMap<String, String>();
            fields.forEach((key, value) -> {
                if (key.startsWith(prefix)) {
                    own.put(key.substring(prefix.length()), value);
                }
            });
            if (own.isEmpty()) {
                return structures;
            }
            structures.add(new QueryParameters(own));
        }
    }
}
