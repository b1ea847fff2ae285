package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceKey;
import java.util.HashMap;
import java.util.function.Supplier;
import org.slf4j.MDC;

/**
 * The fields of the log that tell attempts apart: {@code dag}, {@code run}, {@code task}, {@code attempt}, and for one of
 * many instances {@code map_index}, which {@code task} then ends with too, as {@code land[3]}. Whoever configures logging
 * goes by these names.
 */
final class AttemptMdc {
    private AttemptMdc() {}

    /** Does the work with the fields of this attempt on the calling thread. */
    static <T> T during(TaskInstance attempt, Supplier<T> work) {
        var fields = new HashMap<String, String>();
        fields.put("dag", attempt.key().dagId());
        fields.put("run", attempt.key().runId());
        fields.put("task", attempt.key().display());
        fields.put("attempt", String.valueOf(attempt.tryNumber()));
        if (attempt.mapIndex() != TaskInstanceKey.UNMAPPED) {
            fields.put("map_index", String.valueOf(attempt.mapIndex()));
        }
        fields.forEach(MDC::put);
        try {
            return work.get();
        } finally {
            fields.keySet().forEach(MDC::remove);
        }
    }
}
