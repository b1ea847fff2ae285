package dev.cuesheet.localaws.internal.redshiftdata;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Reads fields of a request. */
final class Inputs {
    private Inputs() {}

    static String text(ObjectNode input, String name) {
        return find(input, name)
                .orElseThrow(() -> DataErrors.validation("1 validation error detected: Value at '"
                        + Character.toLowerCase(name.charAt(0)) + name.substring(1)
                        + "' failed to satisfy constraint: Member must not be null"));
    }

    static Optional<String> find(ObjectNode input, String name) {
        var value = input.path(name);
        return value.isString() && !value.stringValue().isEmpty() ? Optional.of(value.stringValue()) : Optional.empty();
    }

    /** True unless the request names another value. */
    static boolean matches(ObjectNode input, String name, String value) {
        return find(input, name).map(value::equals).orElse(true);
    }

    static int pageSize(ObjectNode input, int most) {
        int size = input.path("MaxResults").asInt(0);
        if (size < 0) {
            throw DataErrors.validation("MaxResults must not be negative.");
        }
        return size == 0 ? most : Math.min(size, most);
    }
}
