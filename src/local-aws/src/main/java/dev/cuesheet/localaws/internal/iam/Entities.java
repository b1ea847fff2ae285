package dev.cuesheet.localaws.internal.iam;

import dev.cuesheet.localaws.internal.wire.QueryParameters;
import dev.cuesheet.localaws.internal.wire.XmlElement;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.UnaryOperator;

/** What operations on users and on roles have in common. */
final class Entities {
    static final int LONGEST_NAME = 64;

    private final Entity.Kind kind;
    private final IamStore store;
    private final Account account;

    Entities(Entity.Kind kind, IamStore store, Account account) {
        this.kind = kind;
        this.store = store;
        this.account = account;
    }

    String nameField() {
        return kind.wireName() + "Name";
    }

    Entity get(QueryParameters input) {
        var name = input.get(nameField());
        return store.find(kind, name)
                .orElseThrow(
                        () -> IamErrors.noSuchEntity("The " + kind.wireName().toLowerCase(java.util.Locale.ROOT)
                                + " with name " + name + " cannot be found."));
    }

    /** The ARN that the caller's permission is checked on, also when there is no such entity. */
    String arn(QueryParameters input) {
        var name = input.get(nameField());
        return store.find(kind, name)
                .map(entity -> entity.arn(account.id()))
                .orElse("arn:aws:iam::" + account.id() + ":" + kind.wireName().toLowerCase(java.util.Locale.ROOT)
                        + input.find("Path").orElse("/") + name);
    }

    /** The ARN for operations on many. */
    String anyArn(QueryParameters input) {
        return "arn:aws:iam::" + account.id() + ":" + kind.wireName().toLowerCase(java.util.Locale.ROOT)
                + input.find("PathPrefix").orElse("/");
    }

    Entity create(Entity entity) {
        return store.exclusively(() -> {
            if (store.find(kind, entity.name()).isPresent()) {
                throw IamErrors.alreadyExists(kind.wireName() + " with name " + entity.name() + " already exists.");
            }
            store.put(entity);
            return entity;
        });
    }

    Entity change(QueryParameters input, UnaryOperator<Entity> change) {
        return store.exclusively(() -> {
            var changed = change.apply(get(input));
            store.put(changed);
            return changed;
        });
    }

    void delete(QueryParameters input) {
        store.exclusively(() -> {
            var entity = get(input);
            var permissions = entity.permissions();
            var hasKeys = store.keys().all().stream()
                    .anyMatch(key -> kind == Entity.Kind.USER && key.userName().equals(entity.name()));
            if (!permissions.inline().isEmpty() || !permissions.attached().isEmpty() || hasKeys) {
                throw IamErrors.deleteConflict();
            }
            store.delete(entity);
            return entity;
        });
    }

    void tag(QueryParameters input, XmlElement result) {
        var added = IamXml.tags(input);
        change(input, entity -> {
            var tags = new LinkedHashMap<>(entity.tags());
            tags.putAll(added);
            return entity.withTags(tags);
        });
    }

    void untag(QueryParameters input, XmlElement result) {
        change(input, entity -> {
            var tags = new LinkedHashMap<>(entity.tags());
            input.list("TagKeys", "member").forEach(tags::remove);
            return entity.withTags(tags);
        });
    }

    void listTags(QueryParameters input, XmlElement result) {
        IamXml.tagList(get(input).tags(), result.child("Tags"));
        result.with("IsTruncated", false);
    }

    List<Entity> below(QueryParameters input) {
        var prefix = input.find("PathPrefix").orElse("/");
        return store.all(kind).stream()
                .filter(entity -> entity.path().startsWith(prefix))
                .sorted(Comparator.comparing(Entity::name))
                .toList();
    }

    /** What users and roles show alike. */
    void write(Entity entity, XmlElement element) {
        element.with("Path", entity.path())
                .with(nameField(), entity.name())
                .with(kind.wireName() + "Id", entity.id())
                .with("Arn", entity.arn(account.id()))
                .with("CreateDate", IamXml.time(entity.created()));
    }

    /** What the single reads show beside {@link #write}. */
    static void writeMore(Entity entity, XmlElement element) {
        entity.permissions()
                .boundary()
                .ifPresent(arn -> element.child("PermissionsBoundary")
                        .with("PermissionsBoundaryType", "Policy")
                        .with("PermissionsBoundaryArn", arn));
        IamXml.tags(entity.tags(), element);
    }
}
