package dev.cuesheet.engine.internal.json;

import dev.cuesheet.engine.Asset;
import dev.cuesheet.engine.CallbackKind;
import dev.cuesheet.engine.DagStructure;
import dev.cuesheet.engine.Deadline;
import dev.cuesheet.engine.DeadlineSpec;
import dev.cuesheet.engine.GroupSpec;
import dev.cuesheet.engine.Param;
import dev.cuesheet.engine.Retries;
import dev.cuesheet.engine.RetryDecision;
import dev.cuesheet.engine.RetryRule;
import dev.cuesheet.engine.Schedule;
import dev.cuesheet.engine.TaskSpec;
import dev.cuesheet.engine.TaskSpec.Gate;
import dev.cuesheet.engine.TaskSpec.Mapping;
import dev.cuesheet.engine.TaskSpec.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Writes a DAG's structure down, so that a run's history stays readable after the DAG has changed. */
public final class StructureJson {
    private StructureJson() {}

    public static String write(DagStructure dag) {
        return Json.text(out -> {
            out.writeStartObject();
            out.writeStringProperty("id", dag.id());
            out.writeStringProperty("description", dag.description());
            ScheduleJson.write(dag.schedule(), out);
            out.writeBooleanProperty("catchup", dag.catchup());
            if (dag.startDate() != null) {
                out.writeStringProperty("startDate", dag.startDate().toString());
            }
            if (dag.endDate() != null) {
                out.writeStringProperty("endDate", dag.endDate().toString());
            }
            retries(dag.retries(), out);
            out.writeNumberProperty("maxActiveTasks", dag.maxActiveTasks());
            out.writeNumberProperty("maxActiveRuns", dag.maxActiveRuns());
            if (dag.maxConsecutiveFailedRuns() > 0) {
                out.writeNumberProperty("maxConsecutiveFailedRuns", dag.maxConsecutiveFailedRuns());
            }
            if (dag.dagrunTimeout() != null) {
                out.writeStringProperty("dagrunTimeout", dag.dagrunTimeout().toString());
            }
            if (dag.failFast()) {
                out.writeBooleanProperty("failFast", true);
            }
            ties(dag.ties(), out);
            strings("tags", dag.tags(), out);
            out.writeName("params");
            out.writeStartArray();
            dag.params().forEach(param -> param(param, out));
            out.writeEndArray();
            if (!dag.groups().isEmpty()) {
                out.writeName("groups");
                out.writeStartArray();
                dag.groups().forEach(group -> group(group, out));
                out.writeEndArray();
            }
            out.writeName("tasks");
            out.writeStartArray();
            dag.tasks().forEach(task -> task(task, out));
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    /** The schedule of a written structure. */
    public static Schedule schedule(String json) {
        return Json.read(json, in -> {
            Schedule schedule = Schedule.manual();
            while (in.nextToken() != JsonToken.END_OBJECT) {
                boolean found = in.currentName().equals("schedule");
                in.nextToken();
                if (found) {
                    schedule = ScheduleJson.read(in);
                } else {
                    in.skipChildren();
                }
            }
            return schedule;
        });
    }

    /** The ids of a written structure's tasks, in order. */
    public static List<String> taskIds(String json) {
        return Json.read(json, in -> {
            var ids = new ArrayList<String>();
            while (in.nextToken() != JsonToken.END_OBJECT) {
                boolean tasks = in.currentName().equals("tasks");
                in.nextToken();
                if (!tasks) {
                    in.skipChildren();
                    continue;
                }
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    idOfTask(in, ids);
                }
            }
            return ids;
        });
    }

    private static void idOfTask(JsonParser in, List<String> ids) {
        while (in.nextToken() != JsonToken.END_OBJECT) {
            boolean id = in.currentName().equals("id");
            in.nextToken();
            if (id) {
                ids.add(in.getString());
            }
            in.skipChildren();
        }
    }

    private static void retries(Retries retries, JsonGenerator out) {
        out.writeName("retries");
        out.writeStartObject();
        out.writeNumberProperty("count", retries.count());
        out.writeStringProperty("delay", retries.delay().toString());
        out.writeBooleanProperty("backingOff", retries.backingOff());
        if (retries.longestDelay() != null) {
            out.writeStringProperty("longestDelay", retries.longestDelay().toString());
        }
        if (retries.backingOff()) {
            out.writeNumberProperty("multiplier", retries.multiplier());
        }
        if (!retries.rules().isEmpty()) {
            out.writeName("rules");
            out.writeStartArray();
            retries.rules().forEach(rule -> rule(rule, out));
            out.writeEndArray();
        }
        out.writeEndObject();
    }

    private static void rule(RetryRule rule, JsonGenerator out) {
        out.writeStartObject();
        out.writeStringProperty("exception", rule.exception());
        out.writeStringProperty("action", rule.decision().label());
        if (rule.decision() instanceof RetryDecision.Retry retry && retry.delay() != null) {
            out.writeStringProperty("delay", retry.delay().toString());
        }
        out.writeEndObject();
    }

    private static void param(Param param, JsonGenerator out) {
        out.writeStartObject();
        out.writeStringProperty("name", param.name());
        out.writeStringProperty("description", param.description());
        if (param.defaultValue() != null) {
            var stored = ResultCodec.encode(-1, param.defaultValue());
            out.writeStringProperty("type", stored.type());
            out.writeName("default");
            out.writeRawValue(stored.json());
        }
        if (param.schema() != null) {
            out.writeName("schema");
            out.writeRawValue(param.schema().json());
            out.writeBooleanProperty("required", param.required());
        }
        out.writeEndObject();
    }

    private static void task(TaskSpec task, JsonGenerator out) {
        out.writeStartObject();
        out.writeStringProperty("id", task.id());
        strings("upstream", task.upstream(), out);
        if (task.operator() != null) {
            out.writeStringProperty("operator", task.operator());
        }
        if (task.group() != null) {
            out.writeStringProperty("group", task.group());
        }
        mapping(task.mapping(), out);
        if (task.mapIndexTemplate() != null) {
            out.writeStringProperty("mapIndexTemplate", task.mapIndexTemplate());
        }
        out.writeStringProperty("triggerRule", task.triggerRule().label());
        retries(task.retries(), out);
        if (task.executionTimeout() != null) {
            out.writeStringProperty("executionTimeout", task.executionTimeout().toString());
        }
        if (task.gate() != Gate.NONE) {
            out.writeStringProperty("gate", task.gate().name().toLowerCase(Locale.ROOT));
        }
        if (task.role() != Role.WORK) {
            out.writeStringProperty("role", task.role().name().toLowerCase(Locale.ROOT));
        }
        slots(task.slots(), out);
        ties(task.ties(), out);
        out.writeEndObject();
    }

    private static void ties(DagStructure.Ties ties, JsonGenerator out) {
        callbacks(ties.callbacks(), out);
        if (!ties.deadlines().isEmpty()) {
            out.writeName("deadlines");
            out.writeStartArray();
            ties.deadlines().forEach(deadline -> deadline(deadline, out));
            out.writeEndArray();
        }
    }

    private static void deadline(DeadlineSpec spec, JsonGenerator out) {
        out.writeStartObject();
        out.writeStringProperty("name", spec.name());
        var reference = spec.deadline().reference();
        out.writeStringProperty("reference", reference.label());
        if (reference instanceof Deadline.Reference.FixedInstant fixed) {
            out.writeStringProperty("instant", fixed.instant().toString());
        } else if (reference instanceof Deadline.Reference.AverageRuntime average) {
            out.writeNumberProperty("maxRuns", average.maxRuns());
            out.writeNumberProperty("minRuns", average.minRuns());
        }
        out.writeStringProperty("interval", spec.deadline().interval().toString());
        out.writeEndObject();
    }

    private static void ties(TaskSpec.Ties ties, JsonGenerator out) {
        assets("inlets", ties.inlets(), out);
        assets("outlets", ties.outlets(), out);
        callbacks(ties.callbacks(), out);
    }

    private static void assets(String name, List<Asset> assets, JsonGenerator out) {
        if (!assets.isEmpty()) {
            out.writeName(name);
            out.writeStartArray();
            assets.forEach(asset -> AssetJson.write(asset, out));
            out.writeEndArray();
        }
    }

    private static void callbacks(Set<CallbackKind> kinds, JsonGenerator out) {
        if (!kinds.isEmpty()) {
            strings(
                    "callbacks",
                    kinds.stream().sorted().map(CallbackKind::label).toList(),
                    out);
        }
    }

    /** The weight that a task comes to follows from the others, and is not written. */
    private static void slots(TaskSpec.Slots slots, JsonGenerator out) {
        var usual = TaskSpec.Slots.DEFAULT;
        if (!slots.pool().equals(usual.pool())) {
            out.writeStringProperty("pool", slots.pool());
        }
        if (slots.count() != usual.count()) {
            out.writeNumberProperty("poolSlots", slots.count());
        }
        if (slots.priorityWeight() != usual.priorityWeight()) {
            out.writeNumberProperty("priorityWeight", slots.priorityWeight());
        }
        if (slots.weightRule() != usual.weightRule()) {
            out.writeStringProperty("weightRule", slots.weightRule().label());
        }
        if (slots.maxActivePerDag() > 0) {
            out.writeNumberProperty("maxActivePerDag", slots.maxActivePerDag());
        }
        if (slots.maxActivePerRun() > 0) {
            out.writeNumberProperty("maxActivePerRun", slots.maxActivePerRun());
        }
    }

    private static void group(GroupSpec group, JsonGenerator out) {
        out.writeStartObject();
        out.writeStringProperty("id", group.id());
        if (group.parent() != null) {
            out.writeStringProperty("parent", group.parent());
        }
        if (!group.tooltip().isEmpty()) {
            out.writeStringProperty("tooltip", group.tooltip());
        }
        mapping(group.mapping(), out);
        out.writeEndObject();
    }

    private static void mapping(Mapping mapping, JsonGenerator out) {
        if (mapping instanceof Mapping.OverItems items) {
            out.writeNumberProperty("mappedOverItems", items.count());
        } else if (mapping instanceof Mapping.OverResult result) {
            out.writeStringProperty("mappedOverResultOf", result.taskId());
        } else if (mapping instanceof Mapping.Over over) {
            out.writeStringProperty("mappedOver", over.description());
            strings("mappedOverResultsOf", over.taskIds(), out);
        } else if (mapping instanceof Mapping.InGroup group) {
            out.writeStringProperty("mappedWithGroup", group.groupId());
        }
    }

    private static void strings(String name, List<String> values, JsonGenerator out) {
        out.writeName(name);
        out.writeStartArray();
        values.forEach(out::writeString);
        out.writeEndArray();
    }
}
