package dev.cuesheet.engine;

import org.jspecify.annotations.Nullable;

/** A template could not be filled in: it uses a variable that is not there, or is not valid Jinja. */
public final class TemplateException extends EngineException {
    private static final long serialVersionUID = 1L;

    public TemplateException(String message) {
        super(message);
    }

    public TemplateException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
