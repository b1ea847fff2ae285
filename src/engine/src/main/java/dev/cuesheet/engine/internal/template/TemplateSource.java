package dev.cuesheet.engine.internal.template;

import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.DagStructure;
import dev.cuesheet.engine.Secrets;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskSpec;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the variables of one attempt are taken from.
 *
 * @param task null for what happens to a run and to no task
 * @param instance null when there is no task
 * @param previousSuccess the latest successful run before this one, looked for only when a template asks for it
 */
public record TemplateSource(
        DagStructure dag,
        @Nullable TaskSpec task,
        DagRun run,
        RunTimes times,
        @Nullable TaskInstance instance,
        Secrets secrets,
        Clock clock,
        Supplier<Optional<DagRun>> previousSuccess,
        AssetValues assets) {}
