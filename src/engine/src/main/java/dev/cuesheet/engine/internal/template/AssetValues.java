package dev.cuesheet.engine.internal.template;

import dev.cuesheet.engine.Asset;
import dev.cuesheet.engine.AssetEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Assets as templates see them, by their names; each looked for only when a template asks for it.
 *
 * @param triggering the events that the run has consumed
 * @param latest the latest events of an asset that the task reads, oldest first
 * @param told what the attempt has told so far of an asset that the task updates
 */
public record AssetValues(
        Supplier<List<AssetEvent>> triggering,
        Function<Asset, List<AssetEvent>> latest,
        Function<Asset, Map<String, Object>> told) {
    /** Of what has to do with no assets. */
    public static final AssetValues NONE = new AssetValues(List::of, asset -> List.of(), asset -> Map.of());

    /** Airflow's {@code triggering_asset_events}: empty in a run that no assets brought about. */
    Map<String, Object> triggeringEvents() {
        var byAsset = new LinkedHashMap<String, List<Object>>();
        triggering
                .get()
                .forEach(event -> byAsset.computeIfAbsent(event.asset().name(), name -> new ArrayList<>())
                        .add(of(event)));
        return new LinkedHashMap<>(byAsset);
    }

    Map<String, Object> inletEvents(List<Asset> inlets) {
        var byAsset = new LinkedHashMap<String, Object>();
        inlets.forEach(asset -> byAsset.put(
                asset.name(), latest.apply(asset).stream().map(AssetValues::of).toList()));
        return byAsset;
    }

    Map<String, Object> outletEvents(List<Asset> outlets) {
        var byAsset = new LinkedHashMap<String, Object>();
        outlets.forEach(asset -> byAsset.put(asset.name(), Map.of("asset", of(asset), "extra", told.apply(asset))));
        return byAsset;
    }

    private static Map<String, Object> of(AssetEvent event) {
        var values = new LinkedHashMap<String, Object>();
        values.put("asset", of(event.asset()));
        values.put("uri", event.asset().uri());
        values.put("timestamp", event.timestamp());
        values.put("extra", event.extra());
        var source = event.updatedBy();
        values.put("source_dag_id", None.or(source.map(key -> key.dagId()).orElse(null)));
        values.put("source_run_id", None.or(source.map(key -> key.runId()).orElse(null)));
        values.put("source_task_id", None.or(source.map(key -> key.taskId()).orElse(null)));
        values.put("source_map_index", source.map(key -> key.mapIndex()).orElse(-1));
        return values;
    }

    private static Map<String, Object> of(Asset asset) {
        return Map.of("name", asset.name(), "uri", asset.uri(), "group", asset.group(), "extra", asset.extra());
    }
}
