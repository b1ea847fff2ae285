package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.Asset;
import dev.cuesheet.engine.AssetEvent;
import dev.cuesheet.engine.CallbackKind;
import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.RunState;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceState;
import dev.cuesheet.engine.spi.StateChange;
import dev.cuesheet.engine.spi.StateStore;
import dev.cuesheet.engine.spi.StoredDeadline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** What steps of runs mean to assets, deadlines and callbacks. */
final class RunTies {
    private static final int LETTERS = 8;
    private static final int ALPHABET = 26;

    private RunTies() {}

    /** The deadlines of a run that is being made. */
    static List<StoredDeadline> deadlines(Dag dag, DagRun run, Instant now, StateStore store) {
        var deadlines = new ArrayList<StoredDeadline>();
        for (var spec : dag.structure().ties().deadlines()) {
            spec.deadline()
                    .of(run, now, most -> latestDurations(dag.id(), most, store))
                    .ifPresent(due -> deadlines.add(new StoredDeadline(dag.id(), run.runId(), spec.name(), due, null)));
        }
        return deadlines;
    }

    /** Of the runs that have ended; those under way are few, as the DAG limits them. */
    private static List<Duration> latestDurations(String dagId, int most, StateStore store) {
        int underWay = store.unfinishedRuns(dagId).size();
        return store.runs(dagId, most + underWay).stream()
                .map(DagRun::duration)
                .flatMap(Optional::stream)
                .limit(most)
                .toList();
    }

    /** The updates that the success of an instance means. */
    static void updateAssets(InstanceCell cell, Instant now, Effects effects) {
        for (var asset : cell.node.spec.ties().outlets()) {
            effects.updatesAssets = true;
            var extra = cell.told.getOrDefault(asset.name(), Map.of());
            var source = new AssetEvent.Source(cell.instance.key(), cell.instance.tryNumber());
            effects.changes.add(new StateChange.AssetUpdated(new AssetEvent(0, asset, now, extra, source)));
        }
    }

    /** What is asked for when an instance has come to something; nothing unless the task has callbacks for it. */
    static void happened(InstanceCell cell, CallbackKind kind, @Nullable Throwable error, Effects effects) {
        if (cell.node.spec.ties().callbacks().contains(kind)) {
            effects.moments.add(new Moment(cell.instance, kind, error));
        }
    }

    /** Whether the run's end is to be told. */
    static boolean tellsEnd(Dag dag, RunState state) {
        return dag.structure().ties().callbacks().contains(kindOfEnd(state));
    }

    static CallbackKind kindOfEnd(RunState state) {
        return state == RunState.SUCCESS ? CallbackKind.ON_SUCCESS : CallbackKind.ON_FAILURE;
    }

    /** Airflow's words, where it has them ({@code models/dagrun.py}). */
    static String reason(Effects.End end) {
        if (end.state() == RunState.SUCCESS) {
            return "success";
        }
        return end.note() == null ? "task_failure" : end.note().toLowerCase(Locale.ROOT);
    }

    /** The instance that ended last of those that ended as the run did; null when there is none. */
    static @Nullable TaskInstance last(RunGraph graph, RunState state) {
        TaskInstance last = null;
        for (var node : graph.nodes()) {
            for (var cell : node.instances) {
                boolean asRun = state == RunState.SUCCESS
                        ? cell.state() == TaskInstanceState.SUCCESS
                        : cell.state() == TaskInstanceState.FAILED;
                if (asRun && endsNoEarlier(cell.instance, last)) {
                    last = cell.instance;
                }
            }
        }
        return last;
    }

    private static boolean endsNoEarlier(TaskInstance instance, @Nullable TaskInstance than) {
        var end = instance.endDate();
        return end != null && (than == null || than.endDate() == null || !end.isBefore(than.endDate()));
    }

    /** Tells runs apart that are due at one instant. From the event, so that a simulation has the same ones each time. */
    static String letters(String dagId, long event) {
        var random = new SplittableRandom(dagId.hashCode() * 31L + event);
        var letters = new StringBuilder();
        for (int i = 0; i < LETTERS; i++) {
            letters.append((char) ('a' + random.nextInt(ALPHABET)));
        }
        return letters.toString();
    }

    /** Whether the asset is among these, by its name. */
    static boolean has(List<Asset> assets, Asset asset) {
        return assets.stream().anyMatch(one -> one.name().equals(asset.name()));
    }
}
