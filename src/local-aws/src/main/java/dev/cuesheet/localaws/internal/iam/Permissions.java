package dev.cuesheet.localaws.internal.iam;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The policies on one user or role.
 *
 * @param inline documents by policy name
 * @param attached ARNs of managed policies
 * @param boundary ARN of the managed policy that limits all the others
 */
record Permissions(Map<String, String> inline, List<String> attached, Optional<String> boundary) {
    Permissions {
        inline = Collections.unmodifiableMap(new TreeMap<>(inline));
        attached = List.copyOf(attached);
    }

    static Permissions none() {
        return new Permissions(Map.of(), List.of(), Optional.empty());
    }

    Permissions withInline(String name, String document) {
        var changed = new LinkedHashMap<>(inline);
        changed.put(name, document);
        return new Permissions(changed, attached, boundary);
    }

    Permissions withoutInline(String name) {
        var changed = new LinkedHashMap<>(inline);
        changed.remove(name);
        return new Permissions(changed, attached, boundary);
    }

    Permissions withAttached(String arn) {
        var changed = new ArrayList<>(attached);
        if (!changed.contains(arn)) {
            changed.add(arn);
        }
        return new Permissions(inline, changed, boundary);
    }

    Permissions withoutAttached(String arn) {
        var changed = new ArrayList<>(attached);
        changed.remove(arn);
        return new Permissions(inline, changed, boundary);
    }

    Permissions boundedBy(Optional<String> arn) {
        return new Permissions(inline, attached, arn);
    }
}
