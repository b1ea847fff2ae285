package dev.cuesheet.engine.spi;

import dev.cuesheet.engine.Connection;
import java.util.Optional;

/**
 * A place where variables and connections are kept, such as a vault. It is asked by task attempts, each time anew, after
 * the environment and the files of the home did not know. Given to {@link dev.cuesheet.engine.Secrets#thenFrom}, or named
 * in {@code META-INF/services}. Must be safe to share between threads.
 *
 * <p>What goes wrong is to be told by an exception whose message holds no secret.
 */
public interface SecretsSource {

    /** The variable's value; empty when this place does not have it. */
    Optional<String> variable(String name);

    /** The connection; empty when this place does not have it. See {@link Connection#parse} for the usual text forms. */
    Optional<Connection> connection(String id);

    /** Where the variable was looked for, for the message that it was not found. */
    default String placeOfVariable(String name) {
        return toString();
    }

    /** Where the connection was looked for, for the message that it was not found. */
    default String placeOfConnection(String id) {
        return toString();
    }
}
