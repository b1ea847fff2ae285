package dev.cuesheet.engine;

import dev.cuesheet.engine.internal.secrets.EnvironmentSource;
import dev.cuesheet.engine.internal.secrets.Masking;
import dev.cuesheet.engine.spi.SecretsSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Variables and connections, each from the first of several places that has it. Places are asked anew each time, so a
 * change is seen by the next attempt. What is found and is a secret is from then on hidden in what the engine stores and
 * throws, and by {@link #mask}. Safe to share between threads.
 */
public final class Secrets {
    private static final Secrets NONE = new Secrets(List.of(), false);

    private final List<SecretsSource> sources;
    private final boolean alsoServices;

    private Secrets(List<SecretsSource> sources, boolean alsoServices) {
        this.sources = List.copyOf(sources);
        this.alsoServices = alsoServices;
    }

    /** Nothing is known. */
    public static Secrets none() {
        return NONE;
    }

    /** These places, in this order, and no others. */
    public static Secrets of(SecretsSource... sources) {
        return new Secrets(List.of(sources), false);
    }

    /**
     * The usual places: environment variables {@code CUESHEET_VAR_<NAME>} and {@code CUESHEET_CONN_<ID>}, then the files
     * {@code variables.json} and {@code connections.json} of the home, then whatever {@link SecretsSource}s are on the
     * class path as services.
     */
    public static Secrets standard(Map<String, String> environment, Path home) {
        return new Secrets(List.of(new EnvironmentSource(Map.copyOf(environment)), SecretsFiles.in(home)), true);
    }

    /** The usual places of this process, with its environment; the home is {@code CUESHEET_HOME}, or {@code .cuesheet}. */
    public static Secrets ofProcess() {
        var environment = System.getenv();
        return standard(environment, Path.of(environment.getOrDefault("CUESHEET_HOME", ".cuesheet")));
    }

    /** The same places, and this one after those before it; services come last. */
    public Secrets thenFrom(SecretsSource source) {
        var longer = new ArrayList<>(sources);
        longer.add(source);
        return new Secrets(longer, alsoServices);
    }

    /** The variable's value; empty when no place has it. */
    public Optional<String> findVariable(String name) {
        var found = first(source -> source.variable(name));
        if (Masking.isSecret(name)) {
            found.ifPresent(Masking::add);
        }
        return found;
    }

    /**
     * The variable's value.
     *
     * @throws EngineException when no place has it, naming them
     */
    public String variable(String name) {
        return findVariable(name)
                .orElseThrow(() -> new EngineException("there is no variable \"%s\"; %s"
                        .formatted(name, lookedIn(source -> source.placeOfVariable(name)))));
    }

    /** The connection; empty when no place has it. */
    public Optional<Connection> findConnection(String id) {
        var found = first(source -> source.connection(id));
        found.ifPresent(Masking::add);
        return found;
    }

    /**
     * The connection.
     *
     * @throws EngineException when no place has it, naming them, or when it cannot be read
     */
    public Connection connection(String id) {
        return findConnection(id)
                .orElseThrow(() -> new EngineException("there is no connection \"%s\"; %s"
                        .formatted(id, lookedIn(source -> source.placeOfConnection(id)))));
    }

    /**
     * The text with every secret hidden that this process has come to know through any of its Secrets. For log lines and
     * messages; it costs little as long as there are few secrets.
     */
    public static String mask(String text) {
        return Masking.hide(text);
    }

    private <T> Optional<T> first(Function<SecretsSource, Optional<T>> lookUp) {
        for (var source : sources) {
            var found = lookUp.apply(source);
            if (found.isPresent()) {
                return found;
            }
        }
        if (alsoServices) {
            for (var source : Services.FOUND) {
                var found = lookUp.apply(source);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private String lookedIn(Function<SecretsSource, String> place) {
        var places = new ArrayList<>(sources);
        if (alsoServices) {
            places.addAll(Services.FOUND);
        }
        return places.isEmpty()
                ? "there is no place to look for it"
                : "looked in " + places.stream().map(place).collect(Collectors.joining(", then "));
    }

    /** Looks for services when they are first needed. */
    private static final class Services {
        static final List<SecretsSource> FOUND =
                ServiceLoader.load(SecretsSource.class, SecretsSource.class.getClassLoader()).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList();
    }
}
