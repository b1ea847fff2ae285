package dev.cuesheet.localaws.internal.glue;

import dev.cuesheet.localaws.internal.glue.GlueService.Surroundings;
import dev.cuesheet.localaws.internal.wire.AwsError;
import dev.cuesheet.localaws.spi.JobRunner;
import dev.cuesheet.localaws.spi.JobRunner.State;
import dev.cuesheet.localaws.spi.JobRunner.Status;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Starts runs and tells what became of them. A run is recorded in its folder before the runner hears of it; from then on
 * the runner's own files say how it goes, so the truth does not depend on this process. A recorded run that no runner has
 * and that nobody is handing over right now was cut off, and counts as failed. Safe to share between threads.
 */
final class JobRuns {
    private static final Logger log = LoggerFactory.getLogger(JobRuns.class);
    private static final String ENDED = "Ended";
    private static final String CUT_OFF = "The run was recorded but never handed over: the local AWS ended in between."
            + " Nothing of it was executed; start the job again.";

    private final RunFolders folders;
    private final Jobs jobs;
    private final Surroundings around;
    private final SecureRandom random = new SecureRandom();
    private final Set<String> beingHandedOver = ConcurrentHashMap.newKeySet();

    /** A run as recorded and what its runner says of it. */
    record Run(ObjectNode record, Status status) {
        String id() {
            return record.path("Id").asString();
        }
    }

    JobRuns(RunFolders folders, Jobs jobs, Surroundings around) {
        this.folders = folders;
        this.jobs = jobs;
        this.around = around;
    }

    JobRunner runner() {
        return around.jobRunner()
                .get()
                .orElseThrow(() -> new AwsError(
                        501,
                        "NotImplemented",
                        "This local AWS was started without a job runner, so Glue jobs can be defined but not run"));
    }

    /** @return the new run's id */
    String start(String jobName, Request request) {
        var runner = runner();
        var job = jobs.existing(jobName);
        var role = around.identities()
                .roleArn(job.path("Role").asString())
                .orElse(job.path("Role").asString());
        JobOperations.assumeRole(around, role, "GlueJobRunnerSession");
        var record =
                record(newId(), job, request.json(), request.caller().region()).put("RoleArn", role);
        recordUnlessTooMany(job, record);
        handOver(runner, job, record);
        return record.path("Id").asString();
    }

    /** Makes another attempt at a failed run. */
    void retry(Run failed) {
        var before = failed.record();
        var jobName = before.path("JobName").asString();
        var job = jobs.existing(jobName);
        int attempt = before.path("Attempt").asInt() + 1;
        var id = failed.id().replaceAll("_attempt_\\d+$", "") + "_attempt_" + attempt;
        var record = record(id, job, before, before.path("Region").asString())
                .put("Attempt", attempt)
                .put("PreviousRunId", failed.id())
                .put("RoleArn", before.path("RoleArn").asString());
        var isNew = folders.exclusively(jobName, () -> {
            if (folders.find(jobName, id).isPresent()) {
                // An earlier process got as far as this before it ended.
                return false;
            }
            recordNew(record);
            return true;
        });
        if (isNew) {
            log.info("Job {}: run {} failed, trying again as {}", jobName, failed.id(), id);
            handOver(runner(), job, record);
        }
    }

    private ObjectNode record(String id, ObjectNode job, ObjectNode asked, String region) {
        var now = around.clock().instant();
        var record = Trees.object()
                .put("Id", id)
                .put("Attempt", 0)
                .put("JobName", job.path("Name").asString())
                .put("JobMode", job.path("JobMode").asString("SCRIPT"))
                .put("JobRunQueuingEnabled", false)
                .put("StartedOn", Trees.seconds(now))
                .put("Region", region);
        Trees.copy(job, record, RunShape.SIZE_FIELDS);
        Trees.copy(asked, record, RunShape.SIZE_FIELDS);
        Trees.copy(asked, record, List.of("Arguments"));
        record.put("LogGroupName", "/aws-glue/jobs");
        if (record.path("Timeout").asInt(0) < 1) {
            throw GlueErrors.invalidInput("Timeout must be at least 1 minute.");
        }
        return record;
    }

    private void recordUnlessTooMany(ObjectNode job, ObjectNode record) {
        var name = job.path("Name").asString();
        int most = job.path("ExecutionProperty").path("MaxConcurrentRuns").asInt(1);
        folders.exclusively(name, () -> {
            var active = all(name).stream()
                    .filter(run -> !run.status().state().isFinal())
                    .count();
            if (active >= most) {
                throw GlueErrors.error(
                        "ConcurrentRunsExceededException",
                        "Concurrent runs exceeded for " + name + ": " + active + " running, at most " + most
                                + " allowed");
            }
            recordNew(record);
            return active;
        });
    }

    private void recordNew(ObjectNode record) {
        beingHandedOver.add(record.path("Id").asString());
        folders.put(record);
    }

    /** A run that cannot be handed over has failed; the client has its id and reads why. */
    private void handOver(JobRunner runner, ObjectNode job, ObjectNode record) {
        var id = record.path("Id").asString();
        try {
            runner.start(description(job, record));
            log.info("Job {} started as run {}", job.path("Name").asString(), id);
        } catch (RuntimeException e) {
            log.error(
                    "Run {} of job {} could not be handed to the job runner",
                    id,
                    job.path("Name").asString(),
                    e);
            var now = around.clock().instant();
            end(
                    record,
                    new Status(State.FAILED, now, null, now, "The job could not be started: " + e.getMessage(), null));
        } finally {
            beingHandedOver.remove(id);
        }
    }

    private JobRunner.Job description(ObjectNode job, ObjectNode record) {
        var arguments = Jobs.arguments(job, record.path("Arguments"));
        return new JobRunner.Job(
                job.path("Name").asString(),
                record.path("Id").asString(),
                folders.of(job.path("Name").asString(), record.path("Id").asString()),
                around.awsHome(),
                record.path("RoleArn").asString(),
                arguments.getOrDefault("--job-language", "python"),
                arguments.getOrDefault(
                        "--scriptLocation",
                        job.path("Command").path("ScriptLocation").asString()),
                arguments,
                Duration.ofMinutes(record.path("Timeout").asInt()),
                record.path("Region").asString(),
                around.identities().account().id());
    }

    /** The runs of the job as it is defined now, newest first; runs of a deleted job of the same name are not its own. */
    List<Run> all(String jobName) {
        var created =
                jobs.find(jobName).map(job -> job.path("CreatedOn").asDouble()).orElse(0.0);
        return folders.all(jobName).stream()
                .filter(record -> record.path("StartedOn").asDouble() >= created)
                .map(this::run)
                .toList();
    }

    Optional<Run> find(String jobName, String id) {
        return folders.find(jobName, id).map(this::run);
    }

    /** False when the run is over. */
    boolean stop(Run run) {
        var folder = folders.of(run.record().path("JobName").asString(), run.id());
        return !run.status().state().isFinal() && runner().stop(folder);
    }

    /** Notes that nothing is to follow on the run's end. */
    void settle(Run run) {
        folders.note(run.record(), "Settled", BooleanNode.TRUE);
    }

    private Run run(ObjectNode record) {
        var ended = record.get(ENDED);
        if (ended instanceof ObjectNode end) {
            return new Run(record, RunShape.status(end));
        }
        var folder =
                folders.of(record.path("JobName").asString(), record.path("Id").asString());
        var status = around.jobRunner()
                .get()
                .flatMap(runner -> runner.status(folder))
                .orElseGet(() -> unknown(record));
        if (status.state().isFinal() && around.jobRunner().get().isPresent()) {
            end(record, status);
        }
        return new Run(record, status);
    }

    private Status unknown(ObjectNode record) {
        var started = Instant.ofEpochMilli(Math.round(record.path("StartedOn").asDouble() * 1000));
        if (beingHandedOver.contains(record.path("Id").asString())) {
            return new Status(State.STARTING, started, null, null, null, null);
        }
        if (around.jobRunner().get().isEmpty()) {
            return new Status(
                    State.STARTING,
                    started,
                    null,
                    null,
                    "This local AWS was started without the job runner that knows what became of the run",
                    null);
        }
        return new Status(State.FAILED, started, null, around.clock().instant(), CUT_OFF, null);
    }

    /** The end is written down beside the request, so that it is known even without the runner. */
    private void end(ObjectNode record, Status status) {
        record.set(ENDED, RunShape.json(status));
        folders.note(record, ENDED, RunShape.json(status));
    }

    private String newId() {
        var bytes = new byte[32];
        random.nextBytes(bytes);
        return "jr_" + HexFormat.of().formatHex(bytes);
    }
}
