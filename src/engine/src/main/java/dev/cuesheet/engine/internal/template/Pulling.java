package dev.cuesheet.engine.internal.template;

import dev.cuesheet.engine.TemplateException;
import dev.cuesheet.engine.XcomKey;
import dev.cuesheet.engine.Xcoms.Question;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The task instance as templates know it: its fields, and {@code xcom_pull} with Airflow's arguments, as {@code
 * RuntimeTaskInstance.xcom_pull} takes them.
 */
public final class Pulling extends AbstractMap<String, Object> {
    private static final List<String> ARGUMENTS =
            List.of("task_ids", "dag_id", "key", "include_prior_dates", "map_indexes", "default", "run_id");

    private final Map<String, Object> fields;
    private final Function<Question, List<Object>> answers;

    public Pulling(Map<?, ?> fields, Function<Question, List<Object>> answers) {
        var named = new LinkedHashMap<String, Object>();
        fields.forEach((name, value) -> named.put(String.valueOf(name), None.or(value)));
        this.fields = named;
        this.answers = answers;
    }

    /**
     * One value for one task that has one, otherwise a list.
     *
     * @param positional arguments in Airflow's order, of which named ones may be left out
     */
    Object pull(List<Object> positional, Map<String, Object> named) {
        var arguments = new LinkedHashMap<>(named);
        for (int i = 0; i < positional.size(); i++) {
            if (i >= ARGUMENTS.size()) {
                throw new TemplateException("xcom_pull has too many arguments");
            }
            arguments.put(ARGUMENTS.get(i), positional.get(i));
        }
        for (var name : arguments.keySet()) {
            if (!ARGUMENTS.contains(name)) {
                throw new TemplateException(
                        "xcom_pull has no argument \"%s\"; there are %s".formatted(name, String.join(", ", ARGUMENTS)));
            }
        }
        var key = text(arguments, "key");
        var taskIds =
                list(arguments.get("task_ids")).stream().map(String::valueOf).toList();
        var found = answers.apply(new Question(
                key == null ? XcomKey.RESULT : key,
                text(arguments, "dag_id"),
                text(arguments, "run_id"),
                taskIds,
                list(arguments.get("map_indexes")).stream()
                        .map(index -> Integer.valueOf(String.valueOf(index)))
                        .toList(),
                "true".equalsIgnoreCase(String.valueOf(arguments.get("include_prior_dates")))));
        boolean several = arguments.get("task_ids") instanceof Collection<?>
                || arguments.get("map_indexes") instanceof Collection<?>
                || found.size() > 1;
        if (several) {
            return found;
        }
        return found.isEmpty() ? None.or(arguments.get("default")) : found.get(0);
    }

    private static @Nullable String text(Map<String, Object> arguments, String name) {
        var value = arguments.get(name);
        return value == null || value == None.NONE ? null : value.toString();
    }

    private static List<Object> list(@Nullable Object value) {
        if (value instanceof Collection<?> several) {
            return new ArrayList<>(several);
        }
        return value == null || value == None.NONE ? List.of() : List.of(value);
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return fields.entrySet();
    }
}
