package dev.cuesheet.engine;

import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The checks of what is mapped. */
final class MappingChecks {
    private final List<DagFault> faults = new ArrayList<>();

    private MappingChecks() {}

    static List<DagFault> of(List<TaskDraft> tasks, List<GroupDraft> groups) {
        var checks = new MappingChecks();
        for (var task : tasks) {
            var group = task.mappedGroup();
            if (group != null && !(task.mapping instanceof TaskSpec.Mapping.InGroup)) {
                checks.fault(
                        task,
                        "is mapped within group \"%s\", which is mapped itself; only one of them can be",
                        group.id);
            }
            if (group != null
                    && task.triggerRule() == TriggerRule.ALWAYS) { // as Airflow, which cannot expand it in time
                checks.fault(
                        task, "has trigger rule always, which no task of the mapped group \"%s\" can have", group.id);
            }
            task.inputs.forEach(input -> checks.input(task, input));
            checks.sources(task.id, "", task.items);
        }
        groups.forEach(group -> checks.sources(null, "group \"" + group.id + "\": ", group.items));
        return checks.faults;
    }

    /** The types of the handles see to it that results are lists; raw types and casts get around that. */
    private void sources(@Nullable String taskId, String about, @Nullable Items<?> items) {
        if (items == null) {
            return;
        }
        for (var source : items.drafts) {
            var type = source.mapping instanceof TaskSpec.Mapping.None ? knownResult(source) : null;
            if (type != null && !type.isAssignableFrom(List.class) && !isMappable(type)) {
                faults.add(new DagFault(
                        taskId,
                        "%sis mapped over the result of \"%s\", which is no list but a %s"
                                .formatted(about, source.id, type.getSimpleName())));
            }
        }
    }

    private static boolean isMappable(Class<?> type) {
        return List.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type);
    }

    /** The class of the task's result, where the task or its operator's class tells it; null otherwise. */
    private static @Nullable Class<?> knownResult(TaskDraft task) {
        return switch (task.gate()) {
            case BRANCH -> Branch.class;
            case SHORT_CIRCUIT, SHORT_CIRCUIT_DIRECT -> Boolean.class;
            case NONE -> {
                for (var type : task.body.author().getClass().getGenericInterfaces()) {
                    if (type instanceof ParameterizedType steps
                            && steps.getRawType() == DeferrableOperator.class
                            && steps.getActualTypeArguments()[2] instanceof Class<?> result) {
                        yield result;
                    }
                    if (type instanceof ParameterizedType generic
                            && (generic.getRawType() == Operator.class || generic.getRawType() == Sensor.class)
                            && generic.getActualTypeArguments()[0] instanceof Class<?> result) {
                        yield result;
                    }
                }
                yield null;
            }
        };
    }

    private void input(TaskDraft task, Input<?> input) {
        var group = task.mappedGroup();
        if (input instanceof GroupItem<?> item) {
            if (item.group != group) {
                fault(task, "takes the item of group \"%s\", which it is not in", item.group.id);
            }
            return;
        }
        var handle = (TaskHandle<?>) input;
        var from = handle.draft.mappedGroup();
        if (from == null) {
            return;
        }
        if (from != group && !(handle instanceof MappedTaskHandle)) {
            fault(
                    task,
                    "takes the result of \"%s\" from outside of its mapped group; there it is a list, which the group's"
                            + " results() give",
                    handle.id());
        } else if (from == group && handle instanceof MappedTaskHandle) {
            fault(task, "takes the results of its own mapped group \"%s\"", from.id);
        }
    }

    private void fault(TaskDraft task, String message, String detail) {
        faults.add(new DagFault(task.id, message.formatted(detail)));
    }
}
