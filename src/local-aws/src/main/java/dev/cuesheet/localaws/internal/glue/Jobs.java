package dev.cuesheet.localaws.internal.glue;

import dev.cuesheet.localaws.internal.state.JsonFiles;
import dev.cuesheet.localaws.internal.wire.AwsError;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The definitions of jobs, as documents. Safe to share between threads. */
final class Jobs {
    private static final int DEFAULT_TIMEOUT_UP_TO_4 = 2_880;
    private static final int DEFAULT_TIMEOUT_FROM_5 = 480;

    private final JsonFiles<ObjectNode> files;

    Jobs(Path folder) {
        this.files = JsonFiles.in(folder, ObjectNode.class);
    }

    List<String> names() {
        return files.names();
    }

    Optional<ObjectNode> find(String name) {
        return files.find(name).map(ObjectNode::deepCopy);
    }

    ObjectNode existing(String name) {
        return find(name).orElseThrow(() -> missing(name));
    }

    static AwsError missing(String name) {
        return GlueErrors.notFound("Entity Not Found: job " + name + " does not exist");
    }

    boolean create(String name, ObjectNode job) {
        return files.create(name, job);
    }

    boolean replace(String name, java.util.function.UnaryOperator<ObjectNode> change) {
        return files.update(name, change).isPresent();
    }

    void delete(String name) {
        files.delete(name);
    }

    /** What a run of the job may take, in minutes, when neither job nor run says so. */
    static int defaultTimeout(ObjectNode job) {
        var major = job.path("GlueVersion").asString("0").replaceAll("\\..*", "");
        boolean recent = major.matches("\\d{1,3}") && Integer.parseInt(major) >= 5;
        return recent ? DEFAULT_TIMEOUT_FROM_5 : DEFAULT_TIMEOUT_UP_TO_4;
    }

    /** The job's own arguments, then the run's over them, then those that nobody may change. */
    static Map<String, String> arguments(ObjectNode job, JsonNode ofRun) {
        var arguments = new LinkedHashMap<String, String>();
        arguments.putAll(Request.textMap(job.path("DefaultArguments")));
        arguments.putAll(Request.textMap(ofRun));
        arguments.putAll(Request.textMap(job.path("NonOverridableArguments")));
        return arguments;
    }
}
