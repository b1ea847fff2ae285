package dev.cuesheet.engine.spi;

import dev.cuesheet.engine.Asset;
import dev.cuesheet.engine.AssetEvent;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.TaskInstance;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what is known of assets: their events, and for each DAG that follows some of them a queue of the events that no
 * run of it has consumed. Whatever way an event comes, it is put into the queues in the same step that stores it. Safe to
 * share between threads.
 */
public interface Assets {

    /**
     * The DAG follows just these assets from now on. What is queued of others is dropped.
     *
     * @param assets none for a DAG that follows nothing any more
     */
    void follow(String dagId, List<Asset> assets);

    /** The names of the assets that each DAG follows, by the DAG's id. */
    Map<String, Set<String>> following();

    /** Stores an update that came from outside; returns it with its number. */
    AssetEvent emit(AssetEvent event);

    /** Every asset that is followed or has had an event, by name, as it was told last. */
    List<Asset> assets();

    /**
     * The latest first.
     *
     * @param assetName null for all assets
     */
    List<AssetEvent> events(@Nullable String assetName, int limit);

    /** DAGs in whose queue something counts. */
    Set<String> waiting();

    /** The queue of a DAG, oldest first. */
    List<Queued> queue(String dagId, boolean onlyThatCount);

    /**
     * An event that no run of a DAG has consumed.
     *
     * @param counts whether it helps to bring a run about; not if the DAG was paused when it came, as in Airflow's {@code
     *     assets/manager.py}
     */
    record Queued(AssetEvent event, boolean counts) {}

    /**
     * Makes a run that waits until an engine claims it and consumes all that is queued for its DAG, in one step; if the
     * queue, as it is in that step, is what the run was to be made for.
     *
     * @param enough asked about the names of the assets that have events in the queue that count
     * @return the events consumed; empty, and nothing was done, when it was not enough
     * @throws StateStoreException when a run of this id exists
     */
    Optional<List<AssetEvent>> queueRun(
            DagRun run,
            String structureJson,
            List<TaskInstance> instances,
            List<StoredDeadline> deadlines,
            Predicate<Set<String>> enough);

    /** The events that the run has consumed, oldest first; none if it was not brought about by any. */
    List<AssetEvent> consumedBy(String dagId, String runId);
}
