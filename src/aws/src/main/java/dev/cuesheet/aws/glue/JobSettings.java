package dev.cuesheet.aws.glue;

import dev.cuesheet.aws.Differences;
import dev.cuesheet.aws.Ensured.Difference;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.CreateJobRequest;
import software.amazon.awssdk.services.glue.model.Job;
import software.amazon.awssdk.services.glue.model.JobCommand;
import software.amazon.awssdk.services.glue.model.JobUpdate;

/** Between a {@link GlueJobSpec} and the SDK's job types. */
final class JobSettings {
    private static final JobCommand NO_COMMAND = JobCommand.builder().build();

    private JobSettings() {}

    static CreateJobRequest createRequest(GlueJobSpec spec) {
        return CreateJobRequest.builder()
                .name(spec.name())
                .role(spec.role())
                .command(command(NO_COMMAND, spec))
                .defaultArguments(spec.allArguments())
                .glueVersion(spec.glueVersion())
                .workerType(spec.workerType())
                .numberOfWorkers(spec.workers())
                .timeout(minutes(spec))
                .maxRetries(spec.maxRetries())
                .executionProperty(e -> e.maxConcurrentRuns(spec.maxConcurrentRuns()))
                .description(spec.description().isEmpty() ? null : spec.description())
                .build();
    }

    /**
     * An update replaces the whole job, so what a specification does not speak of is carried over. The capacity in DPUs is
     * left out: Glue reports it beside the workers and refuses both together.
     */
    static JobUpdate update(Job existing, GlueJobSpec spec) {
        return JobUpdate.builder()
                .jobMode(existing.jobMode())
                .jobRunQueuingEnabled(existing.jobRunQueuingEnabled())
                .logUri(existing.logUri())
                .nonOverridableArguments(
                        existing.hasNonOverridableArguments() ? existing.nonOverridableArguments() : null)
                .connections(existing.connections())
                .securityConfiguration(existing.securityConfiguration())
                .notificationProperty(existing.notificationProperty())
                .codeGenConfigurationNodes(
                        existing.hasCodeGenConfigurationNodes() ? existing.codeGenConfigurationNodes() : null)
                .executionClass(existing.executionClass())
                .sourceControlDetails(existing.sourceControlDetails())
                .maintenanceWindow(existing.maintenanceWindow())
                .role(spec.role())
                .command(command(existing.command() == null ? NO_COMMAND : existing.command(), spec))
                .defaultArguments(spec.allArguments())
                .glueVersion(spec.glueVersion())
                .workerType(spec.workerType())
                .numberOfWorkers(spec.workers())
                .timeout(minutes(spec))
                .maxRetries(spec.maxRetries())
                .executionProperty(e -> e.maxConcurrentRuns(spec.maxConcurrentRuns()))
                .description(spec.description())
                .build();
    }

    static List<Difference> differences(Job is, GlueJobSpec spec) {
        var command = is.command() == null ? NO_COMMAND : is.command();
        var concurrentRuns =
                is.executionProperty() == null ? null : is.executionProperty().maxConcurrentRuns();
        return new Differences()
                .compareRoles("role", is.role(), spec.role())
                .compare("command", command.name(), "glueetl")
                .compare("script", command.scriptLocation(), spec.script())
                .compare("defaultArguments", sorted(is.defaultArguments()), sorted(spec.allArguments()))
                .compare("glueVersion", is.glueVersion(), spec.glueVersion())
                .compare("workerType", is.workerTypeAsString(), spec.workerType())
                .compare("workers", is.numberOfWorkers(), spec.workers())
                .compare("timeout", is.timeout(), minutes(spec))
                .compare("maxRetries", orElse(is.maxRetries(), 0), spec.maxRetries())
                .compare("maxConcurrentRuns", orElse(concurrentRuns, 1), spec.maxConcurrentRuns())
                .compare("description", is.description(), spec.description())
                .found();
    }

    private static JobCommand command(JobCommand existing, GlueJobSpec spec) {
        var command = existing.toBuilder()
                .name("glueetl")
                .scriptLocation(spec.script().toString());
        return spec.language() == GlueJobSpec.Language.PYTHON
                ? command.pythonVersion("3").build()
                : command.build();
    }

    private static int minutes(GlueJobSpec spec) {
        return Math.toIntExact(spec.timeout().toMinutes());
    }

    private static Map<String, String> sorted(Map<String, String> arguments) {
        return new TreeMap<>(arguments);
    }

    private static int orElse(@Nullable Integer value, int other) {
        return value == null ? other : value;
    }
}
