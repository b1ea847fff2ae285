package dev.cuesheet.engine.internal.execution;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an attempt wants done when it is cancelled. Each action runs once at most. Safe to share between threads. */
final class CancelActions {
    private static final Logger log = LoggerFactory.getLogger(CancelActions.class);

    private final List<Runnable> waiting = new ArrayList<>();
    private boolean cancelled;

    /** Keeps the action, or runs it at once when the cancel came first. */
    void add(Runnable action) {
        synchronized (this) {
            if (!cancelled) {
                waiting.add(action);
                return;
            }
        }
        run(action);
    }

    /** Runs what there is, in the order it was added, and whatever comes from now on. */
    void cancel() {
        List<Runnable> due;
        synchronized (this) {
            cancelled = true;
            due = List.copyOf(waiting);
            waiting.clear();
        }
        due.forEach(CancelActions::run);
    }

    private static void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            log.error("A cancel action failed; what it should have stopped may still be going on", e);
        }
    }
}
