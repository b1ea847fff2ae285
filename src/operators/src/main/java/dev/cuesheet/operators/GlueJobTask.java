package dev.cuesheet.operators;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.aws.glue.GlueJobRequest;
import dev.cuesheet.aws.glue.GlueJobRun;
import dev.cuesheet.aws.glue.GlueJobSpec;
import dev.cuesheet.aws.glue.GlueJobs;
import dev.cuesheet.engine.TaskContext;
import dev.cuesheet.engine.TaskFunction;
import java.util.function.Function;

/**
 * A {@link GlueJobOperator} whose job and run follow from an upstream task's result. Immutable; safe to share between
 * threads.
 *
 * @param <I> what the upstream task hands on
 */
public final class GlueJobTask<I> implements TaskFunction<I, GlueJobRun>, RunsGlueJob {
    private final GlueJobs jobs;
    private final Function<? super I, GlueJobSpec> definition;
    private final Function<? super I, GlueJobRequest> request;

    private GlueJobTask(
            GlueJobs jobs, Function<? super I, GlueJobSpec> definition, Function<? super I, GlueJobRequest> request) {
        this.jobs = requireNonNull(jobs, "jobs");
        this.definition = requireNonNull(definition, "definition");
        this.request = requireNonNull(request, "request");
    }

    /** Creates or updates the job, then runs it. */
    public static <I> GlueJobTask<I> of(
            GlueJobs jobs, Function<? super I, GlueJobSpec> definition, Function<? super I, GlueJobRequest> request) {
        return new GlueJobTask<>(jobs, definition, request);
    }

    @Override
    public GlueJobRun apply(TaskContext context, I input) throws InterruptedException {
        return new GlueJobOperator(jobs, definition.apply(input), request.apply(input)).execute(context);
    }
}
