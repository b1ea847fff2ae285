package dev.cuesheet.localaws.internal.iam;

import dev.cuesheet.localaws.internal.state.FolderLock;
import dev.cuesheet.localaws.internal.state.JsonFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Users, roles, policies and keys as files. Names are unique without regard to case, as in IAM. Changes that read before
 * they write go through {@link #exclusively}. Safe to share between threads.
 */
final class IamStore {
    /** Parsing costs more than deciding, and the same few documents come back with every call. */
    private static final int REMEMBERED_DOCUMENTS = 500;

    private final Path folder;
    private final JsonFiles<Entity> users;
    private final JsonFiles<Entity> roles;
    private final JsonFiles<ManagedPolicy> policies;
    private final JsonFiles<AccessKey> keys;
    private final JsonFiles<Session> sessions;
    private final Map<PolicyDocument.Kind, Map<String, PolicyDocument>> parsed = Map.of(
            PolicyDocument.Kind.IDENTITY, new ConcurrentHashMap<>(),
            PolicyDocument.Kind.TRUST, new ConcurrentHashMap<>(),
            PolicyDocument.Kind.RESOURCE, new ConcurrentHashMap<>());

    IamStore(Path folder) {
        this.folder = folder;
        users = JsonFiles.in(folder.resolve("users"), Entity.class);
        roles = JsonFiles.in(folder.resolve("roles"), Entity.class);
        policies = JsonFiles.in(folder.resolve("policies"), ManagedPolicy.class);
        keys = JsonFiles.ownerOnly(folder.resolve("keys"), AccessKey.class);
        sessions = JsonFiles.ownerOnly(folder.resolve("sessions"), Session.class);
    }

    <R> R exclusively(Supplier<R> change) {
        try {
            return FolderLock.of(folder).holding("identities", change::get);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot lock the identities in " + folder, e);
        }
    }

    JsonFiles<AccessKey> keys() {
        return keys;
    }

    JsonFiles<Session> sessions() {
        return sessions;
    }

    Optional<Entity> find(Entity.Kind kind, String name) {
        return folder(kind).find(fileName(name));
    }

    List<Entity> all(Entity.Kind kind) {
        return folder(kind).all();
    }

    void put(Entity entity) {
        folder(entity.kind()).put(fileName(entity.name()), entity);
    }

    void delete(Entity entity) {
        folder(entity.kind()).delete(fileName(entity.name()));
    }

    Optional<ManagedPolicy> policy(String arn) {
        if (arn.startsWith("arn:aws:iam::aws:")) {
            return Optional.ofNullable(AwsManagedPolicies.byArn().get(arn));
        }
        return policyNamed(lastPart(arn)).filter(policy -> policy.arn().equals(arn));
    }

    Optional<ManagedPolicy> policyNamed(String name) {
        return policies.find(fileName(name));
    }

    List<ManagedPolicy> ownPolicies() {
        return policies.all();
    }

    void put(ManagedPolicy policy) {
        policies.put(fileName(policy.name()), policy);
    }

    void delete(ManagedPolicy policy) {
        policies.delete(fileName(policy.name()));
    }

    /** Every policy that grants to the entity, the inline ones and the attached ones in force. */
    List<PolicyDocument> policiesOf(Entity entity) {
        var documents = new ArrayList<PolicyDocument>();
        entity.permissions()
                .inline()
                .values()
                .forEach(text -> documents.add(parsed(text, PolicyDocument.Kind.IDENTITY)));
        entity.permissions()
                .attached()
                .forEach(arn -> policy(arn)
                        .ifPresent(policy -> documents.add(parsed(policy.document(), PolicyDocument.Kind.IDENTITY))));
        return documents;
    }

    PolicyDocument parsed(String text, PolicyDocument.Kind kind) {
        var known = Objects.requireNonNull(parsed.get(kind));
        if (known.size() > REMEMBERED_DOCUMENTS) {
            known.clear();
        }
        return known.computeIfAbsent(text, document -> PolicyParser.parse(document, kind));
    }

    /** The name at the end of an ARN or path. */
    static String lastPart(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    private JsonFiles<Entity> folder(Entity.Kind kind) {
        return switch (kind) {
            case USER -> users;
            case ROLE -> roles;
        };
    }

    private static String fileName(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
