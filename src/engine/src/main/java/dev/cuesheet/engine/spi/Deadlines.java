package dev.cuesheet.engine.spi;

import java.time.Instant;
import java.util.List;

/** Keeps the deadlines of runs; they are made with their run. Safe to share between threads. */
public interface Deadlines {

    /** Those of a DAG's runs that are not known to be missed, the first due first. */
    List<StoredDeadline> pending(String dagId);

    /** All of a run that are there: those that it met are not. In the order of their instants. */
    List<StoredDeadline> of(String dagId, String runId);

    /**
     * Notes that a deadline was missed.
     *
     * @return whether it had not been noted before, here or by another process, and was still there
     */
    boolean miss(String dagId, String runId, String name, Instant noticedAt);
}
