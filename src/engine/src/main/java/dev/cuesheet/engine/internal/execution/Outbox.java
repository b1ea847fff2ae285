package dev.cuesheet.engine.internal.execution;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Delivers messages one at a time in the order they were put, on whichever thread comes first. Messages are put while
 * their sender holds its lock, which fixes the order, and delivered after it has let go, so that a receiver can neither
 * block the sender's state nor deadlock with it.
 */
final class Outbox {
    private final Queue<Runnable> messages = new ConcurrentLinkedQueue<>();
    private final AtomicInteger deliveries = new AtomicInteger();

    void put(Runnable message) {
        messages.add(message);
    }

    /** Delivers what is there, unless another thread is at it, which then delivers that too. */
    void deliver() {
        if (deliveries.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            for (var message = messages.poll(); message != null; message = messages.poll()) {
                message.run();
            }
            seen = deliveries.addAndGet(-seen);
        } while (seen != 0);
    }
}
