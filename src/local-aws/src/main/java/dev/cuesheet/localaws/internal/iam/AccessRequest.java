package dev.cuesheet.localaws.internal.iam;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is put to the policies: who wants to do what to which resource, and the condition keys around it. */
record AccessRequest(Caller caller, String action, String resource, Map<String, List<String>> context) {
    AccessRequest {
        var lowered = new TreeMap<String, List<String>>();
        context.forEach((key, values) -> lowered.put(key.toLowerCase(Locale.ROOT), List.copyOf(values)));
        context = lowered;
    }

    /** The values of a condition key, whose case does not matter; empty when the request has no such key. */
    Optional<List<String>> values(String key) {
        return Optional.ofNullable(context.get(key.toLowerCase(Locale.ROOT)));
    }

    /** The value behind a policy variable; keys with several values cannot be variables. */
    Optional<String> variable(String key) {
        return values(key).filter(values -> values.size() == 1).map(values -> values.get(0));
    }
}
