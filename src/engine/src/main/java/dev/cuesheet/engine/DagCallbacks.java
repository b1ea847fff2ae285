package dev.cuesheet.engine;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The callbacks of a DAG. Changed only while the DAG is being defined. */
final class DagCallbacks {
    private final Map<String, Map<CallbackKind, List<Callback>>> ofTasks = new HashMap<>();
    private final Map<CallbackKind, List<Callback>> ofDag = new EnumMap<>(CallbackKind.class);
    private final Map<String, List<Callback>> ofDeadlines = new HashMap<>();

    void add(CallbackKind kind, Callback callback) {
        ofDag.computeIfAbsent(kind, key -> new ArrayList<>()).add(callback);
    }

    void add(String taskId, Map<CallbackKind, List<Callback>> callbacks) {
        if (!callbacks.isEmpty()) {
            ofTasks.put(taskId, callbacks);
        }
    }

    void addDeadline(String name, Callback callback) {
        ofDeadlines.computeIfAbsent(name, key -> new ArrayList<>()).add(callback);
    }

    Map<CallbackKind, List<Callback>> ofDag() {
        return ofDag;
    }

    List<Callback> ofDag(CallbackKind kind) {
        return ofDag.getOrDefault(kind, List.of());
    }

    List<Callback> ofTask(String taskId, CallbackKind kind) {
        return ofTasks.getOrDefault(taskId, Map.of()).getOrDefault(kind, List.of());
    }

    List<Callback> ofDeadline(String name) {
        return ofDeadlines.getOrDefault(name, List.of());
    }

    Map<String, List<Callback>> ofDeadlines() {
        return ofDeadlines;
    }
}
