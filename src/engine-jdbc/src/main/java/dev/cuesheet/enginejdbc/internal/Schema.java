package dev.cuesheet.enginejdbc.internal;

import dev.cuesheet.engine.spi.StateStoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Which version the tables have, and the scripts that lead there. A database of this version is recognised by one query; {@link Migrations}, and with it
 * the library that it works with, is loaded for no other.
 */
final class Schema {
    /** Each leads from one version to the next. Named one by one, because not every class path can be listed. */
    static final List<String> SCRIPTS = List.of(
            "V1__runs.sql",
            "V2__leases.sql",
            "V3__queue_versions_backfills.sql",
            "V4__pools.sql",
            "V5__assets_deadlines.sql");

    /** The version that this code reads and writes. */
    static final int VERSION = numberOf(SCRIPTS.get(SCRIPTS.size() - 1));

    /** No tables yet. */
    static final int NONE = 0;

    private static final String FOLDER = "/dev/cuesheet/enginejdbc/migrations/";

    private Schema() {}

    private static int numberOf(String script) {
        return Integer.parseInt(script.substring(1, script.indexOf("__")));
    }

    /** The script in the dialect's words. */
    static String script(String dialect, String name) {
        var path = FOLDER + dialect + "/" + name;
        try (var in = Schema.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new StateStoreException("the script %s is missing from the program".formatted(path));
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new StateStoreException("the script %s could not be read: %s".formatted(path, e.getMessage()), e);
        }
    }

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
