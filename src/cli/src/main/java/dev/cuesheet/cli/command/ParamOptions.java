package dev.cuesheet.cli.command;

import dev.cuesheet.engine.RunRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that give a run its parameters. */
final class ParamOptions {
    @Option(
            names = {"-p", "--param"},
            paramLabel = "NAME=VALUE",
            description = "Value of one of the DAG's parameters; may be given several times.")
    private Map<String, String> params = new LinkedHashMap<>();

    @Option(
            names = {"-c", "--conf", "--dag-run-conf"},
            paramLabel = "JSON",
            converter = JsonObject.Reader.class,
            description = "Parameters as a JSON object; --param goes before it.")
    private @Nullable JsonObject conf;

    Map<String, Object> values() {
        var values = new LinkedHashMap<String, Object>(conf == null ? Map.of() : conf.members());
        values.putAll(params);
        return values;
    }

    /** A run that a person asks for, with these. */
    RunRequest request() {
        return RunRequest.manual().params(values());
    }
}
