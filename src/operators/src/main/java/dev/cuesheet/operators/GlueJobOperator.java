package dev.cuesheet.operators;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.aws.AwsException;
import dev.cuesheet.aws.Wait;
import dev.cuesheet.aws.glue.GlueJobRequest;
import dev.cuesheet.aws.glue.GlueJobRun;
import dev.cuesheet.aws.glue.GlueJobSpec;
import dev.cuesheet.aws.glue.GlueJobs;
import dev.cuesheet.aws.glue.JobRunState;
import dev.cuesheet.engine.Operator;
import dev.cuesheet.engine.TaskContext;
import dev.cuesheet.engine.TaskFailure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a Glue job and awaits its end. Immutable; safe to share between threads.
 *
 * <p>No run is ever started twice for one piece of work. Before a run is started, a key of its own is noted; the run gets
 * the key as an argument, and its id is noted as soon as Glue tells it. An attempt that finds such notes, because the one
 * before it was killed, looks for that run first: one that is active is joined, one that has succeeded is the result, and
 * only for one that failed or was never started a new run begins. A run goes on when the engine stops, and is stopped when
 * a person cancels the task.
 */
public final class GlueJobOperator implements Operator<GlueJobRun>, RunsGlueJob {
    /** The argument by which a run is found again when Glue's answer to its start was lost. */
    public static final String RUN_KEY_ARGUMENT = "--cuesheet-run-key";

    private static final Logger log = LoggerFactory.getLogger(GlueJobOperator.class);
    private static final String RUN_KEY = "glue.run-key";
    private static final String RUN_ID = "glue.run-id";

    private final GlueJobs jobs;
    private final @Nullable GlueJobSpec definition;
    private final GlueJobRequest request;
    private final Wait wait;
    private final boolean alwaysAnew;

    private GlueJobOperator(
            GlueJobs jobs, @Nullable GlueJobSpec definition, GlueJobRequest request, Wait wait, boolean alwaysAnew) {
        this.jobs = requireNonNull(jobs, "jobs");
        this.definition = definition;
        this.request = requireNonNull(request, "request");
        this.wait = requireNonNull(wait, "wait");
        this.alwaysAnew = alwaysAnew;
    }

    /** Runs a job that exists. */
    public GlueJobOperator(GlueJobs jobs, GlueJobRequest request) {
        this(jobs, null, request, GlueJobs.DEFAULT_WAIT, false);
    }

    /** Creates or updates the job, then runs it. */
    public GlueJobOperator(GlueJobs jobs, GlueJobSpec definition, GlueJobRequest request) {
        this(jobs, requireNonNull(definition, "definition"), request, GlueJobs.DEFAULT_WAIT, false);
        if (!definition.name().equals(request.jobName())) {
            throw new IllegalArgumentException(
                    "The job is \"%s\", the run is of \"%s\"".formatted(definition.name(), request.jobName()));
        }
    }

    /** How often to look and for how long; the task's execution timeout ends the wait earlier. */
    public GlueJobOperator waiting(Wait patience) {
        return new GlueJobOperator(jobs, definition, request, patience, alwaysAnew);
    }

    /** Starts a new run in every attempt, also beside one of an earlier attempt. */
    public GlueJobOperator alwaysAnew() {
        return new GlueJobOperator(jobs, definition, request, wait, true);
    }

    /**
     * The same work, waited for without a slot and without a thread: its task is deferred while the run goes on, looks for
     * its end at the wait's interval, and stops the run when a person does not want it any more or the wait takes too long.
     */
    public Operator<GlueJobRun> deferring() {
        return new DeferringGlueJob(this);
    }

    GlueJobs jobs() {
        return jobs;
    }

    Wait patience() {
        return wait;
    }

    @Override
    public Map<String, String> templates() {
        var templates = new LinkedHashMap<String, String>();
        templates.put("jobName", request.jobName());
        request.arguments().forEach((name, value) -> templates.put("argument " + name, value));
        if (definition != null) {
            templates.put("role", definition.role());
            templates.put("script", definition.script().toString());
            definition.defaultArguments().forEach((name, value) -> templates.put("default argument " + name, value));
        }
        return templates;
    }

    @Override
    public GlueJobRun execute(TaskContext context) throws InterruptedException {
        return succeeded(AwsWork.attempt(() -> await(context, runFor(context))));
    }

    /** The run that has ended, if it did so well. */
    static GlueJobRun succeeded(GlueJobRun run) {
        return switch (run.state()) {
            case SUCCEEDED -> run;
            case STOPPED -> throw TaskFailure.permanent(run.describe() + "; somebody stopped it");
            case FAILED, TIMEOUT, ERROR, EXPIRED -> throw AwsWork.endedBadly(run.describe());
            case STARTING, WAITING, RUNNING, STOPPING, UNKNOWN ->
                throw new IllegalStateException("The wait ended early: " + run.describe());
        };
    }

    /** The run to wait for: one of an earlier attempt, or a new one. */
    GlueJobRun runFor(TaskContext context) throws InterruptedException {
        var rendered = request.renderedWith(context::render);
        var earlier = alwaysAnew ? Optional.<GlueJobRun>empty() : earlierRun(context, rendered.jobName());
        if (earlier.isPresent()) {
            log.info("Found the run of an earlier attempt: {}", earlier.get().describe());
            return earlier.get();
        }
        if (definition != null) {
            var ensured = jobs.ensure(definition.renderedWith(context::render));
            log.info("Glue job \"{}\" {}", rendered.jobName(), ensured.describe());
        }
        var id = start(context, rendered);
        log.info("Started Glue job \"{}\" as run {}", rendered.jobName(), id);
        return jobs.get(rendered.jobName(), id);
    }

    /** The run that the notes lead to, if it is still good for something. */
    private Optional<GlueJobRun> earlierRun(TaskContext context, String jobName) {
        var id = context.state().get(RUN_ID);
        var key = context.state().get(RUN_KEY);
        var run = id.isPresent()
                ? jobs.find(jobName, id.get())
                : key.flatMap(k -> jobs.findByArgument(jobName, RUN_KEY_ARGUMENT, k));
        if (run.isPresent() && isGoodForSomething(run.get())) {
            context.state().put(RUN_ID, run.get().id());
            return run;
        }
        if (id.isPresent() || run.isPresent()) {
            context.state().remove(RUN_ID);
            context.state().remove(RUN_KEY);
        }
        return Optional.empty();
    }

    private static boolean isGoodForSomething(GlueJobRun run) {
        return run.state() == JobRunState.SUCCEEDED || (!run.state().isFinal() && run.state() != JobRunState.STOPPING);
    }

    private String start(TaskContext context, GlueJobRequest rendered) throws InterruptedException {
        var key = alwaysAnew ? newKey(context) : context.state().get(RUN_KEY).orElseGet(() -> newKey(context));
        context.state().put(RUN_KEY, key);
        var marked = rendered.withArgument(RUN_KEY_ARGUMENT, key);
        String id;
        try {
            id = jobs.start(marked, AwsWork.within(context, GlueJobs.SLOT_WAIT));
        } catch (AwsException e) {
            id = startedAllTheSame(marked, key, e);
        }
        context.state().put(RUN_ID, id);
        return id;
    }

    /** When the answer was lost, the run may have been started; if we cannot find it, the next attempt looks again. */
    private String startedAllTheSame(GlueJobRequest marked, String key, AwsException failure) {
        return switch (failure.reason()) {
            case UNREACHABLE, UNAVAILABLE ->
                jobs.findByArgument(marked.jobName(), RUN_KEY_ARGUMENT, key)
                        .map(GlueJobRun::id)
                        .orElseThrow(() -> failure);
            case NOT_FOUND,
                    ALREADY_EXISTS,
                    DENIED,
                    BAD_CREDENTIALS,
                    BUSY,
                    THROTTLED,
                    INVALID,
                    UNSUPPORTED,
                    TIMED_OUT,
                    FAILED,
                    INTERRUPTED,
                    OTHER -> throw failure;
        };
    }

    private GlueJobRun await(TaskContext context, GlueJobRun run) throws InterruptedException {
        var what = "run %s of Glue job \"%s\"".formatted(run.id(), run.jobName());
        AwsWork.stopOnCancel(context, log, what, () -> jobs.stop(run.jobName(), run.id()));
        return jobs.await(run.jobName(), run.id(), AwsWork.within(context, wait), seen -> report(context, seen));
    }

    static void report(TaskContext context, GlueJobRun run) {
        run.progress().ifPresent(p -> context.progress().update("stages", p.stagesDone(), p.stages()));
    }

    private static String newKey(TaskContext context) {
        return "%s/%s/%s/%d/%s"
                .formatted(context.dagId(), context.runId(), context.taskId(), context.mapIndex(), UUID.randomUUID());
    }
}
