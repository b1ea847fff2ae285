package dev.cuesheet.engine;

import dev.cuesheet.engine.internal.json.PlainJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pools as a JSON file in the form of Airflow's {@code pools export}: an object of names and their pools. */
public final class PoolsFile {
    private PoolsFile() {}

    /** @throws EngineException when there is no such file, or it has another form */
    public static List<Pool> read(Path file) {
        try {
            if (!(PlainJson.read(Files.readString(file)) instanceof Map<?, ?> object)) {
                throw new IllegalArgumentException("it has no JSON object");
            }
            var pools = new ArrayList<Pool>();
            object.forEach((name, written) -> pools.add(pool(String.valueOf(name), written)));
            return pools;
        } catch (IOException e) {
            throw new EngineException("cannot read %s: %s".formatted(file, e.getMessage()), e);
        } catch (IllegalArgumentException e) {
            throw new EngineException("%s is no file of pools: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static Pool pool(String name, @Nullable Object written) {
        if (!(written instanceof Map<?, ?> fields) || !(fields.get("slots") instanceof Number slots)) {
            throw new IllegalArgumentException("pool \"%s\" has no number of slots".formatted(name));
        }
        var description = fields.get("description");
        return new Pool(
                name,
                slots.intValue(),
                description == null ? "" : description.toString(),
                Boolean.TRUE.equals(fields.get("include_deferred")));
    }

    /** Replaces the file. */
    public static void write(Path file, List<Pool> pools) {
        var object = new LinkedHashMap<String, @Nullable Object>();
        for (var pool : pools) {
            var fields = new LinkedHashMap<String, @Nullable Object>();
            fields.put("slots", pool.slots());
            fields.put("description", pool.description());
            fields.put("include_deferred", pool.includeDeferred());
            object.put(pool.name(), fields);
        }
        try {
            Files.writeString(file, PlainJson.writeIndented(object));
        } catch (IOException e) {
            throw new EngineException("cannot write %s: %s".formatted(file, e.getMessage()), e);
        }
    }
}
