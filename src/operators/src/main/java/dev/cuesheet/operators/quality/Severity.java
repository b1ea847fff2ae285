package dev.cuesheet.operators.quality;

import java.util.Locale;

/** What a check that does not pass means for its task. */
public enum Severity {
    /** It is logged and kept; the task succeeds all the same. */
    WARN,
    /** The task fails, once all its checks have been made. */
    ERROR;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
