package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.DagStructure;
import dev.cuesheet.engine.InvalidParamException;
import dev.cuesheet.engine.Param;
import dev.cuesheet.engine.internal.json.ResultCodec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Settles the parameters of a run: which there are, of what type, and with what value. */
public final class RunParams {
    private RunParams() {}

    /**
     * The value of each of the DAG's parameters.
     *
     * @throws InvalidParamException when a given one is not declared, not of the declared type, or one without default
     *     is not given
     */
    public static Map<String, Object> of(DagStructure dag, Map<String, Object> given) {
        for (var name : given.keySet()) {
            if (dag.param(name).isEmpty()) {
                throw new InvalidParamException(
                        "DAG \"%s\" has no param \"%s\"; %s".formatted(dag.id(), name, whatThereIs(dag)));
            }
        }
        var params = new LinkedHashMap<String, Object>();
        for (var param : dag.params()) {
            params.put(param.name(), valueOf(dag.id(), param, given));
        }
        return params;
    }

    static <T> T typed(String dagId, Map<String, Object> params, String name, Class<T> type) {
        var value = params.get(name);
        if (value == null) {
            throw new IllegalArgumentException("DAG \"%s\" declares no param \"%s\"".formatted(dagId, name));
        }
        return ResultCodec.as(type, value)
                .orElseThrow(() -> new IllegalArgumentException("param \"%s\" is %s, a %s; it cannot be read as %s"
                        .formatted(name, value, value.getClass().getSimpleName(), type.getSimpleName())));
    }

    private static Object valueOf(String dagId, Param param, Map<String, Object> given) {
        var value = given.get(param.name());
        var fallback = param.defaultValue();
        if (value == null) {
            if (fallback == null) {
                throw new InvalidParamException("DAG \"%s\" needs the param \"%s\" (%s), which has no default"
                        .formatted(dagId, param.name(), param.description()));
            }
            return fallback;
        }
        if (fallback == null) {
            ResultCodec.faultInParam(value).ifPresent(fault -> {
                throw new InvalidParamException("param \"%s\": %s".formatted(param.name(), fault));
            });
            return value;
        }
        return ResultCodec.as(fallback.getClass(), value)
                .<Object>map(converted -> converted)
                .orElseThrow(() ->
                        new InvalidParamException("param \"%s\" of DAG \"%s\" must be of type %s, like %s, got \"%s\""
                                .formatted(
                                        param.name(), dagId, fallback.getClass().getSimpleName(), fallback, value)));
    }

    private static String whatThereIs(DagStructure dag) {
        return dag.params().isEmpty()
                ? "it has none"
                : "it has " + dag.params().stream().map(Param::name).collect(Collectors.joining(", "));
    }
}
