package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.DagStructure;
import dev.cuesheet.engine.InvalidParamException;
import dev.cuesheet.engine.Param;
import dev.cuesheet.engine.internal.json.ResultCodec;
import dev.cuesheet.engine.internal.params.ParamRules;
import dev.cuesheet.engine.internal.secrets.Masking;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
            var value = valueOf(dag.id(), param, given);
            if (value != null) {
                params.put(param.name(), value);
            }
        }
        return params;
    }

    static <T> T typed(String dagId, Map<String, Object> params, String name, Class<T> type) {
        var value = params.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "DAG \"%s\" declares no param \"%s\", or it has no value in this run".formatted(dagId, name));
        }
        return ResultCodec.as(type, value)
                .orElseThrow(() -> new IllegalArgumentException("param \"%s\" is %s, a %s; it cannot be read as %s"
                        .formatted(name, value, value.getClass().getSimpleName(), type.getSimpleName())));
    }

    private static @Nullable Object valueOf(String dagId, Param param, Map<String, Object> given) {
        var value = given.get(param.name());
        if (value == null) {
            if (param.required()) {
                throw new InvalidParamException("DAG \"%s\" needs the param \"%s\" (%s), which has no default"
                        .formatted(dagId, param.name(), param.description()));
            }
            return param.defaultValue();
        }
        var converted = converted(dagId, param, value);
        ResultCodec.faultInParam(converted).ifPresent(fault -> {
            throw new InvalidParamException("param \"%s\": %s".formatted(param.name(), fault));
        });
        if (param.schema() != null) {
            ParamRules.faultIn(param.schema(), converted).ifPresent(fault -> {
                throw new InvalidParamException("param \"%s\" of DAG \"%s\" is %s: %s"
                        .formatted(param.name(), dagId, shown(param, converted), fault));
            });
        }
        return converted;
    }

    /** The value as the type of the default, or else as what the schema means. */
    private static Object converted(String dagId, Param param, Object value) {
        var fallback = param.defaultValue();
        var schema = param.schema();
        var asDefault = fallback == null ? Optional.empty() : ResultCodec.as(fallback.getClass(), value);
        if (asDefault.isPresent()) {
            return asDefault.get();
        }
        if (schema != null) {
            return ParamRules.meant(schema, value);
        }
        if (fallback == null) {
            return value;
        }
        throw new InvalidParamException("param \"%s\" of DAG \"%s\" must be of type %s, like %s, got %s"
                .formatted(param.name(), dagId, fallback.getClass().getSimpleName(), fallback, shown(param, value)));
    }

    private static Object shown(Param param, Object value) {
        return Masking.isSecret(param.name()) ? Masking.MASK : value instanceof String ? "\"" + value + "\"" : value;
    }

    private static String whatThereIs(DagStructure dag) {
        return dag.params().isEmpty()
                ? "it has none"
                : "it has " + dag.params().stream().map(Param::name).collect(Collectors.joining(", "));
    }
}
