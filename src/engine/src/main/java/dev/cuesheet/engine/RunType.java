package dev.cuesheet.engine;

import java.util.Locale;

/** What brought a DAG run about. */
public enum RunType {
    MANUAL,
    SCHEDULED,
    BACKFILL,
    ASSET_TRIGGERED;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static RunType ofLabel(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
