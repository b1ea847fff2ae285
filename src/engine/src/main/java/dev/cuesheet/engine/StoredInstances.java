package dev.cuesheet.engine;

import dev.cuesheet.engine.spi.StoredResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The task instances of one run in memory, with what belongs to each: one row for an instance, found by the key that the
 * instance has anyway, because a run may have a million. Used under the store's lock.
 */
final class StoredInstances {
    private final Map<TaskInstanceKey, Row> rows;

    /** Rows with an index, by task. */
    private final Map<String, TreeMap<Integer, Row>> mapped = new HashMap<>();

    private static final class Row {
        @Nullable
        TaskInstance instance;

        @Nullable
        Attempt latest;

        /** Attempts before the latest, in order. */
        List<Attempt> earlier = List.of();

        @Nullable
        StoredResult result;

        /** Values besides the result. */
        Map<String, StoredResult> xcoms = Map.of();

        Map<String, String> notes = Map.of();

        @Nullable
        StoredResult xcom(String name) {
            return name.equals(XcomKey.RESULT) ? result : xcoms.get(name);
        }

        void put(Attempt attempt) {
            if (latest == null || latest.tryNumber() == attempt.tryNumber()) {
                latest = attempt;
            } else if (latest.tryNumber() < attempt.tryNumber()) {
                before(latest);
                latest = attempt;
            } else {
                before(attempt);
            }
        }

        private void before(Attempt attempt) {
            var all = new ArrayList<>(earlier);
            all.removeIf(other -> other.tryNumber() == attempt.tryNumber());
            int at = 0;
            while (at < all.size() && all.get(at).tryNumber() < attempt.tryNumber()) {
                at++;
            }
            all.add(at, attempt);
            earlier = all;
        }
    }

    /** @param expected how many there will be, about */
    StoredInstances(int expected) {
        rows = new LinkedHashMap<>((int) (expected / 0.75) + 1);
    }

    /** Adds one that was not there. */
    void add(TaskInstance instance) {
        add(instance.key()).instance = instance;
    }

    void put(TaskInstance instance) {
        row(instance.key()).instance = instance;
    }

    void remove(TaskInstanceKey key) {
        var row = rows.get(key);
        if (row != null) {
            row.instance = null;
        }
    }

    void put(Attempt attempt) {
        row(attempt.key()).put(attempt);
    }

    void putResult(TaskInstanceKey key, StoredResult result) {
        row(key).result = result;
    }

    void removeResult(TaskInstanceKey key) {
        var row = rows.get(key);
        if (row != null) {
            row.result = null;
            row.xcoms = Map.of();
        }
    }

    void putXcom(TaskInstanceKey key, String name, StoredResult value) {
        var row = row(key);
        var xcoms = new HashMap<>(row.xcoms);
        xcoms.put(name, value);
        row.xcoms = Map.copyOf(xcoms);
    }

    @Nullable
    StoredResult xcom(TaskInstanceKey key, String name) {
        var row = rows.get(key);
        return row == null ? null : row.xcom(name);
    }

    /** Of all instances of the task, by map index. */
    List<StoredResult> xcoms(TaskInstanceKey unmapped, String name) {
        var xcoms = new ArrayList<StoredResult>();
        add(xcom(unmapped, name), xcoms);
        mapped.getOrDefault(unmapped.taskId(), new TreeMap<>()).values().forEach(row -> add(row.xcom(name), xcoms));
        return List.copyOf(xcoms);
    }

    Map<TaskInstanceKey, StoredResult> xcoms(String name) {
        var xcoms = new HashMap<TaskInstanceKey, StoredResult>();
        rows.forEach((key, row) -> {
            var value = row.xcom(name);
            if (value != null) {
                xcoms.put(key, value);
            }
        });
        return xcoms;
    }

    void putNote(TaskInstanceKey key, String name, String value) {
        var row = row(key);
        if (row.notes.size() <= 1 && (row.notes.isEmpty() || row.notes.containsKey(name))) {
            row.notes = Map.of(name, value);
            return;
        }
        var notes = new HashMap<>(row.notes);
        notes.put(name, value);
        row.notes = notes;
    }

    void removeNote(TaskInstanceKey key, String name) {
        var row = rows.get(key);
        if (row != null && row.notes.containsKey(name)) {
            var notes = new HashMap<>(row.notes);
            notes.remove(name);
            row.notes = notes.isEmpty() ? Map.of() : notes;
        }
    }

    @Nullable
    String note(TaskInstanceKey key, String name) {
        var row = rows.get(key);
        return row == null ? null : row.notes.get(name);
    }

    @Nullable
    StoredResult result(TaskInstanceKey key) {
        var row = rows.get(key);
        return row == null ? null : row.result;
    }

    /** Of all instances of the task, by map index. */
    List<StoredResult> results(TaskInstanceKey unmapped) {
        var results = new ArrayList<StoredResult>();
        add(result(unmapped), results);
        mapped.getOrDefault(unmapped.taskId(), new TreeMap<>()).values().forEach(row -> add(row.result, results));
        return List.copyOf(results);
    }

    /** Those of a task by index. */
    List<TaskInstance> instances() {
        var instances = new ArrayList<TaskInstance>(rows.size());
        rows.forEach((key, row) -> {
            if (key.mapIndex() < 0) {
                add(row.instance, instances);
            }
        });
        mapped.values().forEach(ofTask -> ofTask.values().forEach(row -> add(row.instance, instances)));
        return List.copyOf(instances);
    }

    /** Those of an instance in order. */
    List<Attempt> attempts() {
        var attempts = new ArrayList<Attempt>(rows.size());
        for (var row : rows.values()) {
            attempts.addAll(row.earlier);
            add(row.latest, attempts);
        }
        return List.copyOf(attempts);
    }

    private Row row(TaskInstanceKey key) {
        var row = rows.get(key);
        return row == null ? add(key) : row;
    }

    private Row add(TaskInstanceKey key) {
        var row = new Row();
        rows.put(key, row);
        if (key.mapIndex() >= 0) {
            mapped.computeIfAbsent(key.taskId(), id -> new TreeMap<>()).put(key.mapIndex(), row);
        }
        return row;
    }

    private static <T> void add(@Nullable T one, List<T> all) {
        if (one != null) {
            all.add(one);
        }
    }
}
