package dev.cuesheet.engine.internal.secrets;

import dev.cuesheet.engine.Connection;
import dev.cuesheet.engine.spi.SecretsSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Variables and connections from environment variables, named as Airflow names them but for the prefix. */
public record EnvironmentSource(Map<String, String> environment) implements SecretsSource {
    private static final String VARIABLE = "CUESHEET_VAR_";
    private static final String CONNECTION = "CUESHEET_CONN_";

    @Override
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(nameOf(VARIABLE, name)));
    }

    @Override
    public Optional<Connection> connection(String id) {
        return Optional.ofNullable(environment.get(nameOf(CONNECTION, id))).map(text -> Connection.parse(id, text));
    }

    @Override
    public String placeOfVariable(String name) {
        return "the environment variable " + nameOf(VARIABLE, name);
    }

    @Override
    public String placeOfConnection(String id) {
        return "the environment variable " + nameOf(CONNECTION, id);
    }

    private static String nameOf(String prefix, String name) {
        return prefix + name.toUpperCase(Locale.ROOT);
    }
}
