package dev.cuesheet.engine.internal.json;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** Finds the classes named by stored results, through the class loaders of the code that handles them. Immutable. */
public final class TypeLookup {
    private final List<ClassLoader> loaders;

    private TypeLookup(List<ClassLoader> loaders) {
        this.loaders = loaders;
    }

    /** Looks in each of the loaders in turn. */
    public static TypeLookup in(Collection<ClassLoader> loaders) {
        return new TypeLookup(List.copyOf(new LinkedHashSet<>(loaders)));
    }

    /** Knows only what has no class of its own: text, numbers, times and their containers. */
    public static TypeLookup none() {
        return new TypeLookup(List.of());
    }

    Optional<Scalar> scalar(String name) {
        return name.startsWith("java.") ? Scalar.ofName(name) : Optional.empty();
    }

    Class<?> find(String name) {
        for (var loader : loaders) {
            try {
                return Class.forName(name, false, loader);
            } catch (ClassNotFoundException e) {
                continue;
            }
        }
        throw new UnstorableException("the type %s is not known here".formatted(name));
    }
}
