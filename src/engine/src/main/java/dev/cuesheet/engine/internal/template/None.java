package dev.cuesheet.engine.internal.template;

import org.jspecify.annotations.Nullable;

/** Python's None: there, but nothing. It prints as Python prints it, where a variable that is not there is an error. */
enum None {
    NONE;

    static Object or(@Nullable Object value) {
        return value == null ? NONE : value;
    }

    @Override
    public String toString() {
        return "None";
    }
}
