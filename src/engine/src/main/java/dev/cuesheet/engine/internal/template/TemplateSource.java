package dev.cuesheet.engine.internal.template;

import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.DagStructure;
import dev.cuesheet.engine.Secrets;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskSpec;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Everything that the variables of one attempt are taken from.
 *
 * @param previousSuccess the latest successful run before this one, looked for only when a template asks for it
 */
public record TemplateSource(
        DagStructure dag,
        TaskSpec task,
        DagRun run,
        RunTimes times,
        TaskInstance instance,
        Secrets secrets,
        Clock clock,
        Supplier<Optional<DagRun>> previousSuccess) {}
