package dev.cuesheet.localaws.internal.glue;

import dev.cuesheet.localaws.internal.wire.AwsError;
import java.time.Clock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Starting, reading and stopping runs. */
final class JobRunOperations {
    private static final int MOST_STOPPED_AT_ONCE = 25;

    private final Jobs jobs;
    private final JobRuns runs;
    private final Retries retries;
    private final Permissions permissions;
    private final Clock clock;

    JobRunOperations(Jobs jobs, JobRuns runs, Retries retries, Permissions permissions, Clock clock) {
        this.jobs = jobs;
        this.runs = runs;
        this.retries = retries;
        this.permissions = permissions;
        this.clock = clock;
    }

    void addTo(GlueOperations operations) {
        operations.add("StartJobRun", this::start);
        operations.add("GetJobRun", this::get);
        operations.add("GetJobRuns", this::list);
        operations.add("BatchStopJobRun", this::stopMany);
    }

    private JsonNode start(Request request) {
        var name = request.text("JobName");
        permissions.onJob(request.caller(), "StartJobRun", name);
        var id = runs.start(name, request);
        retries.watch(name);
        return Trees.object().put("JobRunId", id);
    }

    private JsonNode get(Request request) {
        var name = request.text("JobName");
        permissions.onJob(request.caller(), "GetJobRun", name);
        var answer = Trees.object();
        answer.set("JobRun", RunShape.shown(existing(name, request.text("RunId")), clock));
        return answer;
    }

    private JobRuns.Run existing(String job, String id) {
        jobs.existing(job);
        return runs.find(job, id)
                .orElseThrow(() ->
                        GlueErrors.notFound("Entity Not Found: run " + id + " of job " + job + " does not exist"));
    }

    private JsonNode list(Request request) {
        var name = request.text("JobName");
        permissions.onJob(request.caller(), "GetJobRuns", name);
        jobs.existing(name);
        return Pages.page(
                request,
                Trees.object(),
                "JobRuns",
                200,
                runs.all(name),
                run -> RunFolders.newestFirst(run.record()),
                run -> RunShape.shown(run, clock));
    }

    private JsonNode stopMany(Request request) {
        var name = request.text("JobName");
        permissions.onJob(request.caller(), "BatchStopJobRun", name);
        var ids = request.texts("JobRunIds");
        if (ids.isEmpty() || ids.size() > MOST_STOPPED_AT_ONCE) {
            throw GlueErrors.invalidInput(
                    "JobRunIds must hold 1 to " + MOST_STOPPED_AT_ONCE + " ids, got " + ids.size());
        }
        var answer = Trees.object();
        var stopped = answer.putArray("SuccessfulSubmissions");
        var errors = answer.putArray("Errors");
        for (var id : ids) {
            try {
                stop(name, id);
                stopped.addObject().put("JobName", name).put("JobRunId", id);
            } catch (AwsError e) {
                errors.add(error(name, id, e));
            }
        }
        return answer;
    }

    private void stop(String job, String id) {
        if (!runs.stop(existing(job, id))) {
            throw GlueErrors.invalidInput(
                    "Job Run ID " + id + " can't be stopped, as it's already in a terminal state");
        }
    }

    private static ObjectNode error(String job, String id, AwsError e) {
        var error = Trees.object().put("JobName", job).put("JobRunId", id);
        error.putObject("ErrorDetail").put("ErrorCode", e.code()).put("ErrorMessage", e.getMessage());
        return error;
    }
}
