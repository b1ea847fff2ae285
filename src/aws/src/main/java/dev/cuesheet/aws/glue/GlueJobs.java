package dev.cuesheet.aws.glue;

import dev.cuesheet.aws.AwsException;
import dev.cuesheet.aws.AwsException.Reason;
import dev.cuesheet.aws.Calls;
import dev.cuesheet.aws.Ensured;
import dev.cuesheet.aws.Pages;
import dev.cuesheet.aws.Pages.Page;
import dev.cuesheet.aws.Wait;
import dev.cuesheet.aws.Waiter;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Job;
import software.amazon.awssdk.services.glue.model.StartJobRunRequest;

/** Glue jobs and their runs: define, start, await, stop. Safe to share between threads. */
public final class GlueJobs {
    /** As patient as Glue itself, which ends a run after its own timeout. */
    public static final Wait DEFAULT_WAIT = Wait.every(Duration.ofSeconds(6), Duration.ofDays(2));

    /** Glue frees the slot of a finished run only some seconds after it ended. */
    public static final Wait SLOT_WAIT = Wait.every(Duration.ofSeconds(5), Duration.ofMinutes(2));

    private static final int RUNS_LOOKED_THROUGH = 1000;

    private final Calls<GlueClient> glue;
    private final Waiter waiter;

    private GlueJobs(Calls<GlueClient> glue, Waiter waiter) {
        this.glue = glue;
        this.waiter = waiter;
    }

    public static GlueJobs using(GlueClient client) {
        return using(() -> client, Waiter.realTime());
    }

    /** The client is asked for when the first call needs it. */
    public static GlueJobs using(Supplier<GlueClient> client, Waiter waiter) {
        return new GlueJobs(new Calls<>("Glue", client), waiter);
    }

    // Jobs

    public boolean exists(String jobName) {
        return existing(jobName).isPresent();
    }

    /**
     * Makes the job as the specification says: creates it, or updates it when a setting differs. Settings that a
     * specification does not speak of stay as they are.
     */
    public Ensured ensure(GlueJobSpec spec) throws InterruptedException {
        var existing = existing(spec.name());
        if (existing.isEmpty()) {
            return create(spec) ? Ensured.created() : ensure(spec);
        }
        var differences = JobSettings.differences(existing.get(), spec);
        if (!differences.isEmpty()) {
            var update = JobSettings.update(existing.get(), spec);
            var attempt = "update Glue job \"%s\"".formatted(spec.name());
            waiter.retrying(
                    FreshRoles.WAIT,
                    () -> glue.call(
                            "UpdateJob",
                            attempt,
                            c -> c.updateJob(r -> r.jobName(spec.name()).jobUpdate(update))),
                    e -> e.reason() == Reason.BUSY || FreshRoles.isNotYetKnown(e));
        }
        return Ensured.updated(differences);
    }

    /** Removes the job; succeeds when it is already gone. */
    public void delete(String jobName) {
        glue.find("DeleteJob", "delete Glue job \"%s\"".formatted(jobName), c -> c.deleteJob(r -> r.jobName(jobName)));
    }

    private Optional<Job> existing(String jobName) {
        var attempt = "look up Glue job \"%s\"".formatted(jobName);
        return glue.find(
                "GetJob", attempt, c -> c.getJob(r -> r.jobName(jobName)).job());
    }

    /** False when somebody else made it meanwhile. */
    private boolean create(GlueJobSpec spec) throws InterruptedException {
        var request = JobSettings.createRequest(spec);
        var attempt = "create Glue job \"%s\"".formatted(spec.name());
        try {
            waiter.retrying(
                    FreshRoles.WAIT,
                    () -> glue.call("CreateJob", attempt, c -> c.createJob(request)),
                    FreshRoles::isNotYetKnown);
            return true;
        } catch (AwsException e) {
            if (e.reason() == Reason.ALREADY_EXISTS) {
                return false;
            }
            throw e;
        }
    }

    // Runs

    /** Starts a run and returns its id; waits for a free slot as long as {@link #SLOT_WAIT} says. */
    public String start(GlueJobRequest request) throws InterruptedException {
        return start(request, SLOT_WAIT);
    }

    /**
     * Starts a run and returns its id. Waits while as many runs are active as the job allows. The call is sent once: when
     * its answer is lost the exception says so, and {@link #findByArgument} can tell whether the run was started.
     */
    public String start(GlueJobRequest request, Wait slot) throws InterruptedException {
        var attempt = "start Glue job \"%s\"".formatted(request.jobName());
        var call = StartJobRunRequest.builder()
                .jobName(request.jobName())
                .arguments(request.arguments())
                .timeout(
                        request.timeout() == null
                                ? null
                                : Math.toIntExact(request.timeout().toMinutes()))
                .overrideConfiguration(SentOnce.CONFIGURATION)
                .build();
        return waiter.retrying(
                slot,
                () -> glue.call("StartJobRun", attempt, c -> c.startJobRun(call))
                        .jobRunId(),
                e -> e.reason() == Reason.BUSY || e.reason() == Reason.THROTTLED);
    }

    public Optional<GlueJobRun> find(String jobName, String runId) {
        return Calls.unless(Reason.NOT_FOUND, () -> get(jobName, runId));
    }

    public GlueJobRun get(String jobName, String runId) {
        var attempt = "look up run %s of Glue job \"%s\"".formatted(runId, jobName);
        return glue.call(
                "GetJobRun",
                attempt,
                c -> JobRuns.run(
                        c.getJobRun(r -> r.jobName(jobName).runId(runId)).jobRun()));
    }

    /** Lists the job's runs, newest first. Pages are fetched as the stream is read. */
    public Stream<GlueJobRun> list(String jobName) {
        var attempt = "list the runs of Glue job \"%s\"".formatted(jobName);
        return Pages.stream(token -> glue.call("GetJobRuns", attempt, c -> {
            var page = c.getJobRuns(r -> r.jobName(jobName).nextToken(token));
            return new Page<>(page.jobRuns().stream().map(JobRuns::run).toList(), page.nextToken());
        }));
    }

    /** Finds the newest run that was started with the argument, among the job's last thousand. */
    public Optional<GlueJobRun> findByArgument(String jobName, String name, String value) {
        return list(jobName)
                .limit(RUNS_LOOKED_THROUGH)
                .filter(run -> value.equals(run.arguments().get(name)))
                .findFirst();
    }

    /** Awaits the end of the run, however it ends. */
    public GlueJobRun await(String jobName, String runId, Wait wait) throws InterruptedException {
        return await(jobName, runId, wait, run -> {});
    }

    /**
     * Awaits the end of the run, however it ends, and shows every look at it to the observer.
     *
     * @throws AwsException of reason {@link Reason#TIMED_OUT} when it is not over in time; it then goes on
     */
    public GlueJobRun await(String jobName, String runId, Wait wait, Consumer<GlueJobRun> observer)
            throws InterruptedException {
        var outcome = waiter.until(
                wait,
                () -> {
                    var run = get(jobName, runId);
                    observer.accept(run);
                    return run;
                },
                run -> run.state().isFinal());
        if (!outcome.over()) {
            throw glue.failure(
                    Reason.TIMED_OUT,
                    "GetJobRun",
                    "%s; gave up waiting after %s, the run goes on. Wait longer, or stop it."
                            .formatted(outcome.last().describe(), wait.limit()));
        }
        return outcome.last();
    }

    /** Asks Glue to stop the run; false when it is over or stopping already. */
    public boolean stop(String jobName, String runId) {
        var attempt = "stop run %s of Glue job \"%s\"".formatted(runId, jobName);
        var answer = glue.call(
                "BatchStopJobRun",
                attempt,
                c -> c.batchStopJobRun(r -> r.jobName(jobName).jobRunIds(runId)));
        return !answer.successfulSubmissions().isEmpty();
    }
}
