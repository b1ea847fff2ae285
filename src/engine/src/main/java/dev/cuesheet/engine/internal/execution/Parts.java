package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.EngineException;
import dev.cuesheet.engine.TaskFailure;
import dev.cuesheet.engine.XcomKey;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parts of a result that are handed on under names of their own: Airflow's {@code multiple_outputs}. */
final class Parts {
    private Parts() {}

    /** Without those that are null. */
    static Map<String, Object> of(Object result) {
        var parts = new LinkedHashMap<String, Object>();
        if (result instanceof Map<?, ?> map) {
            map.forEach((name, part) -> put(parts, String.valueOf(name), part));
        } else if (result instanceof Record fields) {
            for (var component : fields.getClass().getRecordComponents()) {
                try {
                    var accessor = component.getAccessor();
                    accessor.setAccessible(true);
                    put(parts, component.getName(), accessor.invoke(fields));
                } catch (ReflectiveOperationException e) {
                    throw new EngineException("%s of %s cannot be read".formatted(component.getName(), fields), e);
                }
            }
        } else {
            throw TaskFailure.permanent("a result with multiple outputs must be a map or a record, not a %s"
                    .formatted(result.getClass().getSimpleName()));
        }
        return parts;
    }

    private static void put(Map<String, Object> parts, String name, @Nullable Object part) {
        if (name.equals(XcomKey.RESULT) || name.equals(Deferral.NAME)) {
            throw TaskFailure.permanent("a part of a result cannot be named \"%s\"".formatted(name));
        }
        if (part != null) {
            parts.put(name, part);
        }
    }
}
