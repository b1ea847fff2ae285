package dev.cuesheet.engine;

import dev.cuesheet.engine.spi.StateChange;
import dev.cuesheet.engine.spi.StateStore;
import dev.cuesheet.engine.spi.StateStoreException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;

/** A store whose disk is full when the first attempt ends. */
final class StoreThatDies {
    private final StateStore store;
    private volatile boolean recovered;

    StoreThatDies(StateStore store) {
        this.store = store;
    }

    /** Somebody has made room on the disk. */
    void recover() {
        recovered = true;
    }

    StateStore asStore() {
        return (StateStore) Proxy.newProxyInstance(
                StateStore.class.getClassLoader(), new Class<?>[] {StateStore.class}, (self, method, arguments) -> {
                    if (method.getName().equals("commit") && endsAnAttempt((List<?>) arguments[1]) && !recovered) {
                        throw new StateStoreException("the disk is full");
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static boolean endsAnAttempt(List<?> changes) {
        return changes.stream()
                .anyMatch(change -> change instanceof StateChange.AttemptIs is
                        && is.attempt().state() != TaskInstanceState.RUNNING);
    }
}
