package dev.cuesheet.operators;

import dev.cuesheet.aws.glue.GlueJobRun;
import dev.cuesheet.engine.DeferrableOperator;
import dev.cuesheet.engine.Step;
import dev.cuesheet.engine.TaskContext;
import dev.cuesheet.engine.Trigger;
import dev.cuesheet.operators.DeferringGlueJob.Started;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A {@link GlueJobOperator} whose task is deferred while the run goes on. Immutable; safe to share between threads. */
final class DeferringGlueJob implements DeferrableOperator<Started, GlueJobRun, GlueJobRun>, RunsGlueJob {
    private static final Logger log = LoggerFactory.getLogger(DeferringGlueJob.class);

    private final GlueJobOperator glue;

    DeferringGlueJob(GlueJobOperator glue) {
        this.glue = glue;
    }

    /** A run that is waited for. */
    record Started(String jobName, String runId) {}

    @Override
    public Map<String, String> templates() {
        return glue.templates();
    }

    @Override
    public Step<Started, GlueJobRun> start(TaskContext context) throws InterruptedException {
        var run = AwsWork.attempt(() -> glue.runFor(context));
        return run.state().isFinal()
                ? Step.done(GlueJobOperator.succeeded(run))
                : Step.waiting(
                        new Started(run.jobName(), run.id()), glue.patience().limit());
    }

    @Override
    public Trigger<GlueJobRun> trigger(TaskContext context, Started run) {
        return Trigger.poll(
                glue.patience().interval(),
                () -> AwsWork.attempt(() -> {
                    var seen = glue.jobs().get(run.jobName(), run.runId());
                    GlueJobOperator.report(context, seen);
                    return Optional.of(seen).filter(known -> known.state().isFinal());
                }));
    }

    @Override
    public Step<Started, GlueJobRun> resume(TaskContext context, Started run, @Nullable GlueJobRun end) {
        return Step.done(end == null ? null : GlueJobOperator.succeeded(end));
    }

    @Override
    public void onKill(TaskContext context, Started run) {
        log.info("Stopping run {} of Glue job \"{}\"", run.runId(), run.jobName());
        glue.jobs().stop(run.jobName(), run.runId());
    }
}
