package dev.cuesheet.engine;

/** A run was asked for with parameters that do not fit the DAG's. */
public final class InvalidParamException extends EngineException {
    private static final long serialVersionUID = 1L;

    public InvalidParamException(String message) {
        super(message);
    }
}
