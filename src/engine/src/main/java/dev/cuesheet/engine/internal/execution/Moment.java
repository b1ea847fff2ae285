package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.CallbackKind;
import dev.cuesheet.engine.TaskInstance;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a task instance and for which its task has callbacks.
 *
 * @param error what the attempt threw; null unless it failed
 */
public record Moment(
        TaskInstance instance, CallbackKind kind, @Nullable Throwable error) {}
