package dev.cuesheet.operators.quality;

import dev.cuesheet.engine.EngineException;
import org.jspecify.annotations.Nullable;

/** The database does not take a question: a table is missing, say, or the SQL is wrong. Asking again does not help. */
public final class SqlRefusedException extends EngineException {
    private static final long serialVersionUID = 1L;

    public SqlRefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
