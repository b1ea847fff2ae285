package dev.cuesheet.localaws.internal.iam;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A user or a role: what policies hang on. Immutable.
 *
 * @param trust present for roles alone
 */
record Entity(
        Kind kind,
        String name,
        String path,
        String id,
        Instant created,
        Permissions permissions,
        Map<String, String> tags,
        Optional<Trust> trust) {
    Entity {
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    enum Kind {
        USER("User", "user", "AIDA"),
        ROLE("Role", "role", "AROA");

        private final String wireName;
        private final String arnName;
        private final String idPrefix;

        Kind(String wireName, String arnName, String idPrefix) {
            this.wireName = wireName;
            this.arnName = arnName;
            this.idPrefix = idPrefix;
        }

        /** The name inside operations and answers: {@code GetRole}, {@code <Role>}, {@code RoleName}. */
        String wireName() {
            return wireName;
        }

        String idPrefix() {
            return idPrefix;
        }
    }

    /** What makes an entity a role: who may assume it and for how long. */
    record Trust(String document, String description, int maxSessionSeconds) {}

    String arn(String accountId) {
        return "arn:aws:iam::" + accountId + ":" + kind.arnName + path + name;
    }

    Entity with(Permissions changed) {
        return new Entity(kind, name, path, id, created, changed, tags, trust);
    }

    Entity withTags(Map<String, String> changed) {
        return new Entity(kind, name, path, id, created, permissions, changed, trust);
    }

    Entity with(Trust changed) {
        return new Entity(kind, name, path, id, created, permissions, tags, Optional.of(changed));
    }
}
