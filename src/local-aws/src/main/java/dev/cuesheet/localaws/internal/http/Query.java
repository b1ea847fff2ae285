package dev.cuesheet.localaws.internal.http;

import dev.cuesheet.localaws.internal.wire.Percent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Decoded parameters of a query string or form, in their order. A parameter without a value has an empty one. */
public final class Query {
    private final List<Map.Entry<String, String>> parameters;

    private Query(List<Map.Entry<String, String>> parameters) {
        this.parameters = parameters;
    }

    public static Query parse(String raw) {
        var parameters = new ArrayList<Map.Entry<String, String>>();
        for (var part : raw.split("&")) {
            if (!part.isEmpty()) {
                int equals = part.indexOf('=');
                var name = equals < 0 ? part : part.substring(0, equals);
                var value = equals < 0 ? "" : part.substring(equals + 1);
                parameters.add(Map.entry(Percent.decodeForm(name), Percent.decodeForm(value)));
            }
        }
        return new Query(List.copyOf(parameters));
    }

    /** Every parameter, repeated ones too. */
    public List<Map.Entry<String, String>> all() {
        return parameters;
    }

    public boolean has(String name) {
        return parameters.stream().anyMatch(p -> p.getKey().equals(name));
    }

    /** The first value of that name. */
    public Optional<String> find(String name) {
        return parameters.stream()
                .filter(p -> p.getKey().equals(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    public Set<String> names() {
        return asMap().keySet();
    }

    /** The first value of each name. */
    public Map<String, String> asMap() {
        var map = new LinkedHashMap<String, String>();
        parameters.forEach(p -> map.putIfAbsent(p.getKey(), p.getValue()));
        return map;
    }
}
