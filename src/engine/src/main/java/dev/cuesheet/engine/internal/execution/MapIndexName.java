package dev.cuesheet.engine.internal.execution;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an instance of a mapped task is called besides its map index. Airflow's {@code map_index_template}: filled in after
 * the attempt, so that it can use what that came to, and kept as a note of the instance.
 */
public final class MapIndexName {
    /** The name of the note. */
    public static final String NOTE = "rendered_map_index";

    /** What its template can use besides what all templates can. */
    public static final Set<String> VARIABLES = Set.of("item", "result");

    /** As long as Airflow's column. */
    private static final int LONGEST = 250;

    private static final Logger log = LoggerFactory.getLogger(MapIndexName.class);

    private MapIndexName() {}

    /** Notes the name, if the attempt has ended and its task has a template. A name that cannot be made is left out. */
    static void note(InstanceCell cell, Outcome outcome, AttemptContext context, TaskResults results) {
        var template = cell.node.spec.mapIndexTemplate();
        var mapped = cell.node.mapped;
        if (template == null || mapped == null || context.mapIndex() < 0 || !ends(outcome)) {
            return;
        }
        try {
            var variables = new HashMap<String, Object>();
            put(variables, "item", results.itemsOf(mapped).get(context.mapIndex()));
            put(variables, "result", outcome instanceof Outcome.Succeeded success ? success.value() : null);
            var name = context.render(template, "mapIndexTemplate", variables);
            context.state().put(NOTE, name.length() > LONGEST ? name.substring(0, LONGEST) : name);
        } catch (
                RuntimeException
                        e) { // the mapping function, the template, or the store, which the end then meets again
            log.warn("The name of {}[{}] could not be made: {}", context.taskId(), context.mapIndex(), e.getMessage());
        }
    }

    private static boolean ends(Outcome outcome) {
        return outcome instanceof Outcome.Succeeded
                || outcome instanceof Outcome.Failed
                || outcome instanceof Outcome.Skipped;
    }

    private static void put(Map<String, Object> variables, String name, @Nullable Object value) {
        if (value != null) {
            variables.put(name, value instanceof Record fields ? asMap(fields) : value);
        }
    }

    /** A record as templates can read it. */
    private static Map<String, Object> asMap(Record fields) {
        var map = new LinkedHashMap<String, Object>();
        for (var component : fields.getClass().getRecordComponents()) {
            var accessor = component.getAccessor();
            try {
                accessor.setAccessible(true);
                put(map, component.getName(), accessor.invoke(fields));
            } catch (ReflectiveOperationException e) {
                throw new IllegalArgumentException(component.getName() + " of " + fields + " cannot be read", e);
            }
        }
        return map;
    }
}
