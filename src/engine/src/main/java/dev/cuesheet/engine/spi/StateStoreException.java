package dev.cuesheet.engine.spi;

import dev.cuesheet.engine.EngineException;
import org.jspecify.annotations.Nullable;

/** The state of runs could not be read or written. */
public class StateStoreException extends EngineException {
    private static final long serialVersionUID = 1L;

    public StateStoreException(String message) {
        super(message);
    }

    public StateStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** A DAG has one backfill at a time. */
    public static StateStoreException backfillUnderWay(String dagId, long number) {
        return new StateStoreException(
                "backfill %d of DAG \"%s\" has not ended; wait for it, or cancel it".formatted(number, dagId));
    }
}
