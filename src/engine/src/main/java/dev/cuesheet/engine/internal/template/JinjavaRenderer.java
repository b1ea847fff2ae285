package dev.cuesheet.engine.internal.template;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.interpret.Context.Library;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.interpret.TemplateError.ErrorType;
import com.hubspot.jinjava.interpret.UnknownTokenException;
import com.hubspot.jinjava.lib.exptest.IsNoneExpTest;
import com.hubspot.jinjava.lib.filter.Filter;
import com.hubspot.jinjava.objects.date.PyishDate;
import dev.cuesheet.engine.EngineException;
import dev.cuesheet.engine.TemplateException;
import java.io.FileNotFoundException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Jinja by Jinjava: strict about variables, without access to files, and without reading a variable's value as a template
 * in its turn. Safe to share between threads.
 */
final class JinjavaRenderer implements Templates.Renderer {
    private static final Set<String> TAGS_THAT_READ_FILES = Set.of("include", "import", "from", "extends");

    private final Jinjava jinjava;

    JinjavaRenderer() {
        jinjava = new Jinjava(JinjavaConfig.newBuilder()
                .withFailOnUnknownTokens(true)
                .withNestedInterpretationEnabled(false)
                .withDisabled(Map.of(Library.TAG, TAGS_THAT_READ_FILES))
                .build());
        jinjava.setResourceLocator((name, encoding, interpreter) -> {
            throw new FileNotFoundException("templates have no access to files, asked for " + name);
        });
        var filters = jinjava.getGlobalContext();
        filters.registerFilter(new DateFilter("ds", TemplateVariables::ds));
        filters.registerFilter(new DateFilter("ds_nodash", TemplateVariables::dsNoDash));
        filters.registerFilter(new DateFilter("ts", date -> TemplateVariables.isoFormat(date.toInstant())));
        filters.registerFilter(new DateFilter("ts_nodash", TemplateVariables::tsNoDash));
        filters.registerFilter(new DateFilter("ts_nodash_with_tz", TemplateVariables::tsNoDashWithZone));
        filters.registerExpTest(new IsNone());
    }

    @Override
    public String render(String text, Map<String, Object> variables) {
        var bindings = new HashMap<String, Object>(variables);
        bindings.replaceAll((name, value) -> name.equals("params") ? JinjaValues.params(value) : JinjaValues.of(value));
        var result = jinjava.renderForResult(text, bindings);
        if (result.getErrors().isEmpty()) {
            return result.getOutput();
        }
        throw new TemplateException(describe(worst(result.getErrors())));
    }

    private static TemplateError worst(List<TemplateError> errors) {
        return errors.stream()
                .filter(error -> error.getSeverity() == ErrorType.FATAL)
                .findFirst()
                .orElse(errors.get(0));
    }

    private static String describe(TemplateError error) {
        if (error.getException() instanceof UnknownTokenException unknown) {
            return TemplateVariables.unknown(unknown.getToken());
        }
        for (Throwable cause = error.getException(); cause != null; cause = cause.getCause()) {
            if (cause instanceof EngineException ours && ours.getMessage() != null) {
                return ours.getMessage();
            }
        }
        return error.getMessage();
    }

    /** Jinja's test, which here has to know our None too. */
    private static final class IsNone extends IsNoneExpTest {
        @Override
        public boolean evaluate(@Nullable Object value, JinjavaInterpreter interpreter, Object... arguments) {
            return value instanceof JinjaValues.PythonNone || super.evaluate(value, interpreter, arguments);
        }
    }

    /** One of Airflow's filters that turn a date into text. */
    private record DateFilter(String name, Function<OffsetDateTime, String> format) implements Filter {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public Object filter(Object value, JinjavaInterpreter interpreter, String... arguments) {
            if (value instanceof PyishDate date) {
                return format.apply(date.toDateTime().toOffsetDateTime().withOffsetSameInstant(ZoneOffset.UTC));
            }
            throw new TemplateException("the filter %s needs a date, got \"%s\"".formatted(name, value));
        }
    }
}
