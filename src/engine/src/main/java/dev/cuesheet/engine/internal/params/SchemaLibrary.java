package dev.cuesheet.engine.internal.params;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import dev.cuesheet.engine.internal.json.PlainJson;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * JSON Schema by json-schema-validator. Loading it takes as long as everything else that running a small DAG does, so
 * only what {@link PlainSchema} leaves open comes here. Formats count as rules; nothing outside of the schema is read.
 */
final class SchemaLibrary {
    private static final String STANDARD = "https://json-schema.org/draft/";

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaLoader(
                            loading -> loading.allow(place -> place.toString().startsWith(STANDARD)))
                    .schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .locale(Locale.ENGLISH)
                            .formatAssertionsEnabled(true)
                            .build()));

    private SchemaLibrary() {}

    /** What is wrong with the schema itself. */
    static Optional<String> faultInSchema(String json) {
        try {
            var rulesOfSchemas =
                    SCHEMAS.getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()));
            var faults = inWords(rulesOfSchemas.validate(json, InputFormat.JSON));
            if (faults.isEmpty()) {
                schema(json).initializeValidators();
            }
            return faults;
        } catch (SchemaException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (JacksonException e) {
            return Optional.of("it is not JSON: " + e.getOriginalMessage());
        }
    }

    /** Which rules of a sound schema the value breaks. */
    static Optional<String> faultIn(String json, @Nullable Object value) {
        try {
            return inWords(schema(json).validate(PlainJson.write(value), InputFormat.JSON));
        } catch (SchemaException e) {
            return Optional.of("its schema cannot be used: " + e.getMessage());
        }
    }

    private static Schema schema(String json) {
        return SCHEMAS.getSchema(json, InputFormat.JSON);
    }

    private static Optional<String> inWords(List<Error> errors) {
        return errors.isEmpty()
                ? Optional.empty()
                : Optional.of(errors.stream()
                        .map(error -> error.toString().replaceFirst("^: ", "") + " (rule " + error.getKeyword() + ")")
                        .distinct()
                        .collect(Collectors.joining("; ")));
    }
}
