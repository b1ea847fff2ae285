package dev.cuesheet.engine;

import dev.cuesheet.engine.internal.template.TemplateChecks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The checks of a DAG definition that are about assets, callbacks and deadlines. */
final class TieChecks {
    private final List<DagFault> faults = new ArrayList<>();
    private final Map<String, Asset> byName = new HashMap<>();
    private final Map<String, Asset> byUri = new HashMap<>();
    private final Set<String> params;

    private TieChecks(List<Param> params) {
        this.params = params.stream().map(Param::name).collect(Collectors.toSet());
    }

    static List<DagFault> of(
            Schedule schedule,
            List<Param> params,
            List<DeadlineSpec> deadlines,
            DagCallbacks callbacks,
            List<TaskDraft> tasks) {
        var checks = new TieChecks(params);
        if (schedule instanceof Schedule.OnAssets onAssets) {
            onAssets.condition().assets().forEach(asset -> checks.sameEverywhere(asset, null));
        }
        for (var task : tasks) {
            task.ties.inlets.forEach(asset -> checks.sameEverywhere(asset, task.id));
            task.ties.outlets.forEach(asset -> checks.sameEverywhere(asset, task.id));
            task.ties.callbacks.forEach(
                    (kind, list) -> list.forEach(callback -> checks.templates(kind.label(), callback, task.id)));
        }
        callbacks.ofDag().forEach((kind, list) -> list.forEach(one -> checks.templates(kind.label(), one, null)));
        callbacks
                .ofDeadlines()
                .forEach((name, list) -> list.forEach(one -> checks.templates("deadline \"" + name + "\"", one, null)));
        checks.deadlines(deadlines);
        return checks.faults;
    }

    /** Airflow's rule: one name is one URI, and the other way round. */
    private void sameEverywhere(Asset asset, @Nullable String taskId) {
        var sameName = byName.putIfAbsent(asset.name(), asset);
        if (sameName != null && !sameName.uri().equals(asset.uri())) {
            faults.add(new DagFault(
                    taskId,
                    "asset \"%s\" is at %s here and at %s elsewhere in the DAG"
                            .formatted(asset.name(), asset.uri(), sameName.uri())));
        }
        var sameUri = byUri.putIfAbsent(asset.uri(), asset);
        if (sameUri != null && !sameUri.name().equals(asset.name())) {
            faults.add(new DagFault(
                    taskId,
                    "the asset at %s is named \"%s\" here and \"%s\" elsewhere in the DAG"
                            .formatted(asset.uri(), asset.name(), sameUri.name())));
        }
    }

    private void templates(String what, Callback callback, @Nullable String taskId) {
        if (callback instanceof Notifier notifier) {
            notifier.templates()
                    .forEach((field, text) -> TemplateChecks.faultIn(text, params, CallbackTemplates.VARIABLES)
                            .ifPresent(fault -> faults.add(new DagFault(
                                    taskId,
                                    "template of %s in the notifier for %s: %s".formatted(field, what, fault)))));
        }
    }

    private void deadlines(List<DeadlineSpec> deadlines) {
        var names = new HashSet<String>();
        for (var deadline : deadlines) {
            if (deadline.name().isBlank()) {
                faults.add(new DagFault(null, "a deadline needs a name"));
            } else if (!names.add(deadline.name())) {
                faults.add(new DagFault(null, "deadline \"%s\" is declared twice".formatted(deadline.name())));
            }
        }
    }
}
