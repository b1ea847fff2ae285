package dev.cuesheet.enginejdbc.internal;

import dev.cuesheet.engine.spi.StateStoreException;

/**
 * Which version the tables have. A database of this version is recognised by one query; {@link Migrations}, and with it
 * the library that it works with, is loaded for no other.
 */
final class Schema {
    /** The version that this code reads and writes: the last of the scripts in {@code migrations}. */
    static final int VERSION = 2;

    /** No tables yet. */
    static final int NONE = 0;

    private Schema() {}

    /** Whether the tables have to be brought to this version. */
    static boolean isOlder(int version, String place) {
        if (version > VERSION) {
            throw new StateStoreException(
                    "the state in %s was written by a later version of Cuesheet (schema %d, this one knows %d); use that version, or another place for the state"
                            .formatted(place, version, VERSION));
        }
        return version < VERSION;
    }
}
