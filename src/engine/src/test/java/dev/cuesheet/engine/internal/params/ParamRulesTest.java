package dev.cuesheet.engine.internal.params;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cuesheet.engine.ParamSchema;
import dev.cuesheet.engine.internal.json.PlainJson;
import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParamRulesTest {
    private static final List<ParamSchema> PLAIN = List.of(
            ParamSchema.text(),
            ParamSchema.text().orNull(),
            ParamSchema.text().matching("^[a-c]+$").minLength(2).maxLength(3),
            ParamSchema.text().matching("b"),
            ParamSchema.integer().atLeast(-1).atMost(12345678901L),
            ParamSchema.integer().orNull(),
            ParamSchema.number().atLeast(0.5).atMost(new BigDecimal("1.5")),
            ParamSchema.bool(),
            ParamSchema.date(),
            ParamSchema.dateTime(),
            ParamSchema.oneOf("a", "b", 3, true),
            ParamSchema.oneOf("a").orNull(),
            ParamSchema.json(
                    "{\"type\": [\"string\", \"integer\"], \"title\": \"t\", \"minLength\": 2, \"minimum\": 2}"));

    private static final List<@Nullable Object> VALUES = Arrays.asList(
            null,
            "",
            "a",
            "abc",
            "abcd",
            "ab\n",
            "xyz",
            "😀😀",
            "2024-05-01",
            "2024-13-01",
            "2023-02-29",
            "2024-5-1",
            "+12024-05-01",
            "2024-05-01T02:00:00Z",
            "2024-05-01T02:00:00.5+02:00",
            "2024-05-01T02:00Z",
            "2024-05-01T25:00:00Z",
            "2024-05-01T02:00:00",
            "3",
            "true",
            true,
            false,
            -2,
            -1,
            0,
            1,
            3,
            12345678901L,
            12345678902L,
            new BigInteger("123456789012345678901234567890"),
            0.5,
            0.49,
            1.0,
            new BigDecimal("1.5"),
            new BigDecimal("1.50000000000000000001"),
            List.of("a"),
            Map.of("a", 1));

    @Test
    void what_is_let_through_without_the_library_the_library_lets_through_too() {
        int sure = 0;
        var needless = new ArrayList<String>();
        for (var schema : PLAIN) {
            var plain = PlainSchema.of(schema.json());
            assertThat(plain).as(schema.json()).isPresent();
            assertThat(SchemaLibrary.faultInSchema(schema.json()))
                    .as(schema.json())
                    .isEmpty();
            for (var value : VALUES) {
                boolean allowed = SchemaLibrary.faultIn(schema.json(), value).isEmpty();
                if (plain.get().surelyAllows(value)) {
                    sure++;
                    assertThat(allowed).as("%s %s", schema.json(), value).isTrue();
                } else if (allowed) {
                    needless.add(schema.json() + " " + value);
                }
            }
        }
        assertThat(sure).isGreaterThan(60);
        assertThat(needless).as("left to the library without need").hasSizeLessThan(12);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": \"integr\"}",
                "{\"minimum\": \"x\"}",
                "{\"minLength\": -1}",
                "{\"enum\": 3}",
                "{\"pattern\": \"(\"}",
                "{\"pattern\": 3}",
                "{\"type\": [\"string\", null]}",
                "{\"type\": []}",
                "{\"properties\": {\"a\": 3}}",
                "{\"$ref\": \"#/$defs/nowhere\"}",
                "{\"$ref\": \"http://127.0.0.1:1/schema\"}",
                "{\"$ref\": \"file:///etc/hostname\"}",
                "{\"type\": ",
                "3",
                "not json"
            })
    void a_schema_that_is_none_is_found(String schema) {
        assertThat(ParamRules.faultInSchema(ParamSchema.json(schema))).isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "{\"type\":\"integer\",\"minimum\":3} -> 2 -> minimum value of 3 (rule minimum)",
                "{\"type\":\"integer\"} -> \"x\" -> string found, integer expected (rule type)",
                "{\"enum\":[\"a\",\"b\"]} -> \"c\" -> [\"a\", \"b\"] (rule enum)",
                "{\"pattern\":\"^a+$\",\"minLength\":3} -> \"bb\" -> ^a+$ (rule pattern)",
                "{\"pattern\":\"^a+$\",\"minLength\":3} -> \"bb\" -> at least 3 characters long (rule minLength)",
                "{\"format\":\"date\"} -> \"2024-02-30\" -> full-date (rule format)",
                "{\"properties\":{\"b\":{\"type\":\"integer\"}}} -> {\"b\":\"x\"} -> /b: string found, integer expected",
                "{\"uniqueItems\":true} -> [1,1] -> (rule uniqueItems)",
                "{\"$defs\":{\"n\":{\"maximum\":1}},\"$ref\":\"#/$defs/n\"} -> 2 -> (rule maximum)"
            })
    void what_is_broken_is_named_with_its_rule(String schema, String value, String fault) {
        assertThat(SchemaLibrary.faultIn(schema, PlainJson.read(value)))
                .get()
                .asString()
                .contains(fault);
    }

    @Test
    void text_from_a_command_line_becomes_what_the_schema_means() {
        var whole = ParamSchema.integer().orNull();

        assertThat(ParamRules.meant(whole, "2008")).isEqualTo(2008);
        assertThat(ParamRules.meant(whole, "20080000000")).isEqualTo(20080000000L);
        assertThat(ParamRules.meant(whole, "x")).isEqualTo("x");
        assertThat(ParamRules.meant(whole, "1.5")).isEqualTo("1.5");
        assertThat(ParamRules.meant(whole, "true")).isEqualTo("true");
        assertThat(ParamRules.meant(ParamSchema.text(), "2008")).isEqualTo("2008");
        assertThat(ParamRules.meant(ParamSchema.number(), "1.50")).isEqualTo(new BigDecimal("1.50"));
        assertThat(ParamRules.meant(ParamSchema.bool(), "true")).isEqualTo(true);
        assertThat(ParamRules.meant(ParamSchema.json("{\"type\":\"array\"}"), "[1, \"x\"]"))
                .isEqualTo(List.of(1, "x"));
        assertThat(ParamRules.meant(ParamSchema.json("{}"), "1")).isEqualTo("1");
    }

    /** With a class path on which the library is not. */
    @Test
    void values_that_keep_the_usual_rules_need_no_library() throws Exception {
        var places = new ArrayList<URL>();
        for (var place : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!place.contains("json-schema-validator")) {
                places.add(Path.of(place).toUri().toURL());
            }
        }
        try (var loader = new URLClassLoader(places.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            var schemas = loader.loadClass(ParamSchema.class.getName());
            var rules = loader.loadClass(ParamRules.class.getName());
            var dates = schemas.getMethod("date").invoke(null);
            var faultInSchema = rules.getMethod("faultInSchema", schemas);
            var faultIn = rules.getMethod("faultIn", schemas, Object.class);

            assertThat(faultInSchema.invoke(null, dates)).isEqualTo(Optional.empty());
            assertThat(faultIn.invoke(null, dates, "2024-05-01")).isEqualTo(Optional.empty());
            assertThatThrownBy(() -> faultIn.invoke(null, dates, "never"))
                    .hasCauseInstanceOf(NoClassDefFoundError.class);
        }
    }
}
