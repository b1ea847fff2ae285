package dev.cuesheet.localaws.internal.glue;

import dev.cuesheet.localaws.spi.JobRunner.Progress;
import dev.cuesheet.localaws.spi.JobRunner.State;
import dev.cuesheet.localaws.spi.JobRunner.Status;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A run as Glue answers it, and its end as it is written down. */
final class RunShape {
    /** What a run takes from its job unless it is told otherwise. */
    static final List<String> SIZE_FIELDS = List.of(
            "Timeout",
            "AllocatedCapacity",
            "MaxCapacity",
            "WorkerType",
            "NumberOfWorkers",
            "SecurityConfiguration",
            "NotificationProperty",
            "GlueVersion",
            "ExecutionClass",
            "MaintenanceWindow");

    private static final List<String> RECORDED = List.of(
            "Id",
            "Attempt",
            "PreviousRunId",
            "JobName",
            "JobMode",
            "JobRunQueuingEnabled",
            "StartedOn",
            "Arguments",
            "LogGroupName");

    private RunShape() {}

    static ObjectNode shown(JobRuns.Run run, Clock clock) {
        var shown = Trees.object();
        Trees.copy(run.record(), shown, RECORDED);
        Trees.copy(run.record(), shown, SIZE_FIELDS);
        var status = run.status();
        shown.put("JobRunState", status.state().name())
                .put("LastModifiedOn", Trees.seconds(status.changedAt()))
                .put("ExecutionTime", executionSeconds(status, clock));
        if (status.state().isFinal() && status.endedAt() != null) {
            shown.put("CompletedOn", Trees.seconds(status.endedAt()));
        }
        if (status.errorMessage() != null) {
            shown.put("ErrorMessage", status.errorMessage());
        }
        if (status.progress() != null) {
            shown.put("StateDetail", describe(status.progress()));
        }
        shown.putArray("PredecessorRuns");
        return shown;
    }

    private static long executionSeconds(Status status, Clock clock) {
        if (status.startedAt() == null) {
            return 0;
        }
        var until = status.endedAt() == null ? clock.instant() : status.endedAt();
        return Math.max(0, Duration.between(status.startedAt(), until).toSeconds());
    }

    private static String describe(Progress progress) {
        return "stage %d of %d, tasks %d of %d"
                .formatted(progress.stagesDone(), progress.stages(), progress.tasksDone(), progress.tasks());
    }

    static ObjectNode json(Status status) {
        return Trees.object()
                .put("State", status.state().name())
                .put("ChangedAt", status.changedAt().toString())
                .put("StartedAt", text(status.startedAt()))
                .put("EndedAt", text(status.endedAt()))
                .put("ErrorMessage", status.errorMessage());
    }

    static Status status(ObjectNode json) {
        return new Status(
                State.valueOf(json.path("State").asString()),
                Instant.parse(json.path("ChangedAt").asString()),
                instant(json, "StartedAt"),
                instant(json, "EndedAt"),
                json.path("ErrorMessage").isString() ? json.path("ErrorMessage").asString() : null,
                null);
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static @Nullable Instant instant(ObjectNode json, String field) {
        return json.path(field).isString() ? Instant.parse(json.path(field).asString()) : null;
    }
}
