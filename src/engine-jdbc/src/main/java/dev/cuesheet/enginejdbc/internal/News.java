package dev.cuesheet.enginejdbc.internal;

import java.time.Duration;

/** Hears of {@link Database#announce}, also by other processes. For one thread. */
interface News extends AutoCloseable {

    /**
     * Waits until there is news, or the time is over.
     *
     * @throws InterruptedException when the thread was interrupted
     */
    void await(Duration atMost) throws InterruptedException;

    @Override
    void close();
}
