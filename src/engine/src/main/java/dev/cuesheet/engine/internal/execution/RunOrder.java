package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.RunState;
import dev.cuesheet.engine.TaskInstanceKey;
import dev.cuesheet.engine.TaskInstanceState;
import dev.cuesheet.engine.internal.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** What somebody wants done to a run. Can be written down, for the engine that executes the run may be another one. */
public sealed interface RunOrder {
    /** So many instances are named; the others are counted. */
    int NAMED = 5;

    /** Has these instances run again. */
    record Clear(List<Instance> instances) implements RunOrder {
        public Clear {
            instances = List.copyOf(instances);
        }
    }

    /** Gives these instances a finished state without running them. */
    record Mark(List<Instance> instances, TaskInstanceState state) implements RunOrder {
        public Mark {
            instances = List.copyOf(instances);
        }
    }

    /** Ends the run in this state. */
    record End(RunState state) implements RunOrder {}

    /** A task instance within its run. */
    record Instance(String taskId, int mapIndex) {
        public static Instance of(TaskInstanceKey key) {
            return new Instance(key.taskId(), key.mapIndex());
        }
    }

    /** For people, as {@code clear refine, report}. */
    default String describe() {
        if (this instanceof Clear clear) {
            return "clear " + names(clear.instances);
        }
        if (this instanceof Mark mark) {
            return "mark " + mark.state.label() + " " + names(mark.instances);
        }
        return this instanceof End end ? "end as " + end.state.label() : "";
    }

    private static String names(List<Instance> instances) {
        var names = instances.stream()
                .map(instance -> instance.mapIndex == TaskInstanceKey.UNMAPPED
                        ? instance.taskId
                        : instance.taskId + "[" + instance.mapIndex + "]")
                .limit(NAMED)
                .collect(Collectors.joining(", "));
        return instances.size() <= NAMED ? names : "%s and %d more".formatted(names, instances.size() - NAMED);
    }

    default String toJson() {
        return Json.text(out -> {
            out.writeStartObject();
            if (this instanceof Clear clear) {
                out.writeStringProperty("order", "clear");
                write(clear.instances, out);
            } else if (this instanceof Mark mark) {
                out.writeStringProperty("order", "mark");
                out.writeStringProperty("state", mark.state.label());
                write(mark.instances, out);
            } else if (this instanceof End end) {
                out.writeStringProperty("order", "end");
                out.writeStringProperty("state", end.state.label());
            }
            out.writeEndObject();
        });
    }

    private static void write(List<Instance> instances, JsonGenerator out) {
        out.writeName("instances");
        out.writeStartArray();
        for (var instance : instances) {
            out.writeStartObject();
            out.writeStringProperty("task", instance.taskId);
            out.writeNumberProperty("mapIndex", instance.mapIndex);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    static RunOrder fromJson(String json) {
        return Json.read(json, in -> {
            var order = "";
            var state = "";
            var instances = new ArrayList<Instance>();
            while (in.nextToken() != JsonToken.END_OBJECT) {
                var name = in.currentName();
                in.nextToken();
                switch (name) {
                    case "order" -> order = in.getString();
                    case "state" -> state = in.getString();
                    case "instances" -> readInto(instances, in);
                    default -> in.skipChildren();
                }
            }
            return switch (order) {
                case "clear" -> new Clear(instances);
                case "mark" -> new Mark(instances, TaskInstanceState.ofLabel(state));
                case "end" -> new End(RunState.ofLabel(state));
                default -> throw new IllegalArgumentException("there is no order \"%s\"".formatted(order));
            };
        });
    }

    private static void readInto(List<Instance> instances, JsonParser in) {
        while (in.nextToken() != JsonToken.END_ARRAY) {
            var task = "";
            int index = TaskInstanceKey.UNMAPPED;
            while (in.nextToken() != JsonToken.END_OBJECT) {
                var name = in.currentName();
                in.nextToken();
                if (name.equals("task")) {
                    task = in.getString();
                } else {
                    index = in.getIntValue();
                }
            }
            instances.add(new Instance(task, index));
        }
    }
}
