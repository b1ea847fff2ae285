package dev.cuesheet.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/** Runs work on the calling thread, one piece after the other, so that a test knows what has happened when it returns. */
final class SameThread implements Executor {
    private final Deque<Runnable> work = new ArrayDeque<>();
    private boolean busy;

    @Override
    public void execute(Runnable task) {
        work.add(task);
        if (busy) {
            return;
        }
        busy = true;
        try {
            for (var next = work.poll(); next != null; next = work.poll()) {
                next.run();
            }
        } finally {
            busy = false;
        }
    }
}
