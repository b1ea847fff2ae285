package dev.cuesheet.localaws.internal.glue;

import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Small steps on JSON trees. */
final class Trees {
    private Trees() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Glue's time stamp: epoch seconds with a fraction. */
    static double seconds(Instant instant) {
        return instant.toEpochMilli() / 1000.0;
    }

    /** Copies those of the fields that are there. */
    static void copy(ObjectNode from, ObjectNode to, List<String> fields) {
        for (var field : fields) {
            var value = from.get(field);
            if (value != null && !value.isNull()) {
                to.set(field, value.deepCopy());
            }
        }
    }
}
