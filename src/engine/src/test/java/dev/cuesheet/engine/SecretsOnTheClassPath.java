package dev.cuesheet.engine;

import dev.cuesheet.engine.spi.SecretsSource;
import java.util.Optional;

/** A place that is found as a service; see {@code META-INF/services}. */
public final class SecretsOnTheClassPath implements SecretsSource {
    @Override
    public Optional<String> variable(String name) {
        return name.equals("of_a_service") || name.equals("shared") ? Optional.of("from service") : Optional.empty();
    }

    @Override
    public Optional<Connection> connection(String id) {
        return Optional.empty();
    }

    @Override
    public String placeOfVariable(String name) {
        return "a service";
    }
}
