package dev.cuesheet.engine.internal;

import java.time.Instant;

/** Thrown by a body that waits, such as a sensor's, when it wants to be asked again. It says nothing of how it came about: that is no failure. */
public final class NotYet extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Instant again;
    private final boolean releasesSlot;

    public NotYet(Instant again, boolean releasesSlot) {
        super("not yet", null, false, false);
        this.again = again;
        this.releasesSlot = releasesSlot;
    }

    public Instant again() {
        return again;
    }

    public boolean releasesSlot() {
        return releasesSlot;
    }
}
