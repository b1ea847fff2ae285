package dev.cuesheet.engine;

import java.util.Map;

/** What an attempt tells of an asset that its task updates; stored with the update if the attempt succeeds. */
public interface AssetOutlet {

    /** Adds to what is told; the last value of a name is kept: text, a number, a boolean, a list or a map of those. */
    AssetOutlet extra(String name, Object value);

    /** Adds all of these. */
    default AssetOutlet extra(Map<String, ?> values) {
        values.forEach(this::extra);
        return this;
    }
}
