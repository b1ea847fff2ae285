package dev.cuesheet.localaws.internal.iam;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A policy with a life of its own: up to five versions, one of them in force. Immutable. */
record ManagedPolicy(
        String arn,
        String name,
        String path,
        String id,
        String description,
        Instant created,
        Instant updated,
        String defaultVersion,
        List<Version> versions,
        int lastVersion,
        Map<String, String> tags) {
    ManagedPolicy {
        versions = List.copyOf(versions);
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    record Version(String id, String document, Instant created) {}

    String document() {
        return versions.stream()
                .filter(version -> version.id().equals(defaultVersion))
                .findFirst()
                .orElseThrow()
                .document();
    }

    ManagedPolicy withVersion(String document, boolean asDefault, Instant now) {
        var id = "v" + (lastVersion + 1);
        var changed = new ArrayList<>(versions);
        changed.add(new Version(id, document, now));
        return changed(changed, asDefault ? id : defaultVersion, lastVersion + 1, now);
    }

    ManagedPolicy withoutVersion(String versionId, Instant now) {
        var changed = versions.stream()
                .filter(version -> !version.id().equals(versionId))
                .toList();
        return changed(changed, defaultVersion, lastVersion, now);
    }

    ManagedPolicy withDefault(String versionId, Instant now) {
        return changed(versions, versionId, lastVersion, now);
    }

    private ManagedPolicy changed(List<Version> changed, String newDefault, int newLast, Instant now) {
        return new ManagedPolicy(
                arn, name, path, this.id, description, created, now, newDefault, changed, newLast, tags);
    }

    ManagedPolicy withTags(Map<String, String> changed) {
        return new ManagedPolicy(
                arn, name, path, id, description, created, updated, defaultVersion, versions, lastVersion, changed);
    }
}
