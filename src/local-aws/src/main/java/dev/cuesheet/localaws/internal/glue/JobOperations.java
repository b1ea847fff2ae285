package dev.cuesheet.localaws.internal.glue;

import dev.cuesheet.localaws.internal.glue.GlueService.Surroundings;
import dev.cuesheet.localaws.internal.iam.Authorizer;
import dev.cuesheet.localaws.internal.iam.Caller;
import dev.cuesheet.localaws.internal.wire.AwsError;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Defining jobs. */
final class JobOperations {
    private static final List<String> FIELDS = List.of(
            "JobMode",
            "JobRunQueuingEnabled",
            "Description",
            "LogUri",
            "Role",
            "ExecutionProperty",
            "Command",
            "DefaultArguments",
            "NonOverridableArguments",
            "Connections",
            "MaxRetries",
            "AllocatedCapacity",
            "Timeout",
            "MaxCapacity",
            "WorkerType",
            "NumberOfWorkers",
            "SecurityConfiguration",
            "NotificationProperty",
            "GlueVersion",
            "ExecutionClass",
            "SourceControlDetails",
            "MaintenanceWindow");
    private static final int MOST_RETRIES = 10;

    private final Jobs jobs;
    private final Permissions permissions;
    private final Tags tags;
    private final Surroundings around;

    JobOperations(Jobs jobs, Permissions permissions, Tags tags, Surroundings around) {
        this.jobs = jobs;
        this.permissions = permissions;
        this.tags = tags;
        this.around = around;
    }

    void addTo(GlueOperations operations) {
        operations.add("CreateJob", this::create);
        operations.add("GetJob", this::get);
        operations.add("GetJobs", this::list);
        operations.add("ListJobs", this::listNames);
        operations.add("BatchGetJobs", this::getMany);
        operations.add("UpdateJob", this::update);
        operations.add("DeleteJob", this::delete);
    }

    private JsonNode create(Request request) {
        var name = request.text("Name");
        permissions.onJob(request.caller(), "CreateJob", name);
        var now = Trees.seconds(around.clock().instant());
        var job = definition(name, request.json(), request.caller())
                .put("CreatedOn", now)
                .put("LastModifiedOn", now);
        if (!jobs.create(name, job)) {
            throw GlueErrors.alreadyExists(
                    "Job with name: " + name + " already submitted with different configuration");
        }
        tags.put(
                Permissions.arn(request.caller(), "job/" + name), request.json().path("Tags"));
        return Trees.object().put("Name", name);
    }

    private ObjectNode definition(String name, ObjectNode input, Caller caller) {
        var job = Trees.object().put("Name", name).put("JobMode", "SCRIPT").put("JobRunQueuingEnabled", false);
        job.putObject("ExecutionProperty").put("MaxConcurrentRuns", 1);
        job.put("MaxRetries", 0);
        Trees.copy(input, job, FIELDS);
        checkCommand(job);
        checkCapacity(job);
        if (job.path("MaxRetries").asInt() < 0 || job.path("MaxRetries").asInt() > MOST_RETRIES) {
            throw GlueErrors.invalidInput("MaxRetries must be between 0 and " + MOST_RETRIES + ".");
        }
        if (job.path("ExecutionProperty").path("MaxConcurrentRuns").asInt(1) < 1) {
            throw GlueErrors.invalidInput("MaxConcurrentRuns must be at least 1.");
        }
        if (!job.has("Timeout")) {
            job.put("Timeout", Jobs.defaultTimeout(job));
        }
        if (job.path("Timeout").asInt() < 1) {
            throw GlueErrors.invalidInput("Timeout must be at least 1 minute.");
        }
        checkRole(job.path("Role").asString(""), caller);
        return job;
    }

    private static void checkCommand(ObjectNode job) {
        var command = job.path("Command");
        var kind = command.path("Name").asString("");
        if (command.isMissingNode() || kind.isEmpty()) {
            throw GlueErrors.invalidInput("Command with a Name such as glueetl is required.");
        }
        if (!kind.equals("glueetl")) {
            throw AwsError.notImplemented("glue", "jobs whose command is " + kind);
        }
        if (command.path("ScriptLocation").asString("").isEmpty()) {
            throw GlueErrors.invalidInput("ScriptLocation is required for command glueetl.");
        }
    }

    private static void checkCapacity(ObjectNode job) {
        if (job.has("MaxCapacity") && (job.has("WorkerType") || job.has("NumberOfWorkers"))) {
            throw GlueErrors.invalidInput(
                    "Please do not set Max Capacity when using Worker Type and Number of Workers.");
        }
        if (job.has("WorkerType") != job.has("NumberOfWorkers")) {
            throw GlueErrors.invalidInput("Please set both Worker Type and Number of Workers.");
        }
    }

    private void checkRole(String role, Caller caller) {
        if (role.isEmpty()) {
            throw GlueErrors.invalidInput("Role is required.");
        }
        var arn = around.identities()
                .roleArn(role)
                .orElseThrow(() -> GlueErrors.invalidInput("Role " + role + " does not exist."));
        permissions.passRole(caller, arn);
        assumeRole(around, arn, "GlueJobRunnerSession");
    }

    static void assumeRole(Surroundings around, String role, String session) {
        try {
            around.serviceRole(role, session);
        } catch (Authorizer.Denied e) {
            throw GlueErrors.invalidInput(
                    "Role " + role + " should be given assume role permissions for Glue Service. " + e.getMessage());
        }
    }

    private JsonNode get(Request request) {
        var name = request.text("JobName");
        permissions.onJob(request.caller(), "GetJob", name);
        var answer = Trees.object();
        answer.set("Job", jobs.existing(name));
        return answer;
    }

    private JsonNode list(Request request) {
        permissions.onAnything(request.caller(), "GetJobs");
        return Pages.page(
                request,
                Trees.object(),
                "Jobs",
                1000,
                jobs.names(),
                name -> name,
                name -> jobs.find(name).orElseGet(Trees::object));
    }

    private JsonNode listNames(Request request) {
        permissions.onAnything(request.caller(), "ListJobs");
        return Pages.page(request, Trees.object(), "JobNames", 1000, jobs.names(), name -> name, StringNode::valueOf);
    }

    private JsonNode getMany(Request request) {
        var answer = Trees.object();
        var found = answer.putArray("Jobs");
        var missing = answer.putArray("JobsNotFound");
        for (var name : request.texts("JobNames")) {
            permissions.onJob(request.caller(), "BatchGetJobs", name);
            jobs.find(name).ifPresentOrElse(found::add, () -> missing.add(name));
        }
        return answer;
    }

    /** The update is the whole definition: what it leaves out is gone. */
    private JsonNode update(Request request) {
        var name = request.text("JobName");
        permissions.onJob(request.caller(), "UpdateJob", name);
        jobs.existing(name);
        var changed = definition(name, request.object("JobUpdate"), request.caller());
        var existed = jobs.replace(name, before -> {
            Trees.copy(before, changed, List.of("CreatedOn"));
            return changed.put("LastModifiedOn", Trees.seconds(around.clock().instant()));
        });
        if (!existed) {
            throw Jobs.missing(name);
        }
        return Trees.object().put("JobName", name);
    }

    private JsonNode delete(Request request) {
        var name = request.text("JobName");
        permissions.onJob(request.caller(), "DeleteJob", name);
        jobs.delete(name);
        tags.delete(Permissions.arn(request.caller(), "job/" + name));
        return Trees.object().put("JobName", name);
    }
}
