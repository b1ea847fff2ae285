package dev.cuesheet.engine;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What ties a task that is being defined to the world outside of its DAG: assets and callbacks. */
final class TaskTies {
    final Set<Asset> inlets = new LinkedHashSet<>();
    final Set<Asset> outlets = new LinkedHashSet<>();
    final Map<CallbackKind, List<Callback>> callbacks = new EnumMap<>(CallbackKind.class);

    void add(CallbackKind kind, Callback callback) {
        callbacks.computeIfAbsent(kind, key -> new ArrayList<>()).add(callback);
    }

    TaskSpec.Ties toSpec() {
        return new TaskSpec.Ties(List.copyOf(inlets), List.copyOf(outlets), Set.copyOf(callbacks.keySet()));
    }
}
