package dev.cuesheet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cuesheet.engine.internal.json.StructureJson;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParamSchemaTest {
    private final TestEngine engine = TestEngine.at("2024-05-01T02:00:00Z");
    private final DagBuilder dag = Dag.named("sales");

    private Map<String, Object> params(Map<String, Object> given) {
        dag.task("land", context -> context.render("{{ params.note }}"));
        var run = engine.engine.start(dag.build(), RunRequest.manual().params(given));
        return engine.store.findRun("sales", run.runId()).orElseThrow().params();
    }

    @Test
    void values_that_keep_the_rules_reach_the_run_in_the_type_that_is_meant() {
        dag.param("year", 2008, "The year", ParamSchema.integer().atLeast(2000).atMost(2030));
        dag.requiredParam("day", "The day", ParamSchema.date());
        dag.param("note", null, "A remark", ParamSchema.text().orNull());
        dag.requiredParam(
                "tables",
                "What to load",
                ParamSchema.json(
                        "{\"type\": \"array\", \"items\": {\"enum\": [\"sales\", \"date\"]}, \"uniqueItems\": true}"));
        dag.param("rate", null, "A number", ParamSchema.number().orNull());

        assertThat(params(Map.of("year", "2010", "day", "2024-05-01", "tables", "[\"sales\", \"date\"]", "rate", "3")))
                .isEqualTo(Map.of("year", 2010, "day", "2024-05-01", "tables", List.of("sales", "date"), "rate", 3));
    }

    @Test
    void a_value_that_breaks_a_rule_is_refused_with_its_name_and_the_rule() {
        dag.param("year", 2008, "The year", ParamSchema.integer().atLeast(2000));
        dag.param("api_token", "0123456789", "A secret", ParamSchema.text().minLength(10));
        dag.task("land", context -> null);
        var built = dag.build();

        assertThatThrownBy(() -> engine.engine.start(built, RunRequest.manual().params(Map.of("year", 1999))))
                .isInstanceOf(InvalidParamException.class)
                .hasMessageContaining("param \"year\" of DAG \"sales\" is 1999")
                .hasMessageContaining("2000 (rule minimum)");
        assertThatThrownBy(() -> engine.engine.start(built, RunRequest.manual().params(Map.of("year", "soon"))))
                .isInstanceOf(InvalidParamException.class)
                .hasMessageContaining("is \"soon\"")
                .hasMessageContaining("(rule type)");
        assertThatThrownBy(() -> engine.engine.start(built, RunRequest.manual().params(Map.of("api_token", "geheim"))))
                .isInstanceOf(InvalidParamException.class)
                .hasMessageContaining("\"api_token\"")
                .hasMessageNotContaining("geheim");
        assertThat(engine.store.runs("sales", 10)).isEmpty();
    }

    @Test
    void a_required_one_must_be_given() {
        dag.requiredParam("day", "The day", ParamSchema.date());
        dag.task("land", context -> null);
        var built = dag.build();

        assertThatThrownBy(() -> engine.start(built))
                .isInstanceOf(InvalidParamException.class)
                .hasMessageContaining("needs the param \"day\" (The day)");
    }

    @Test
    void every_fault_of_schemas_and_defaults_is_reported_when_the_dag_is_built() {
        dag.param("year", 1999, "The year", ParamSchema.integer().atLeast(2000));
        dag.param("code", "x", "A code", ParamSchema.text().matching("("));
        dag.param("size", "m", "A size", ParamSchema.oneOf("s", "l"));
        dag.param("spec", null, "A spec", ParamSchema.json("{\"type\": "));
        dag.param(
                "flag",
                null,
                "A flag",
                ParamSchema.json("{\"type\": \"boolean\"}").orNull());
        dag.param("only", null, "Null, which is not allowed", new ParamSchema("{\"type\":\"string\"}", true));
        dag.task("land", context -> null);

        assertThatThrownBy(dag::build)
                .isInstanceOf(DagDefinitionException.class)
                .hasMessageContaining("default of param \"year\" is 1999")
                .hasMessageContaining("schema of param \"code\"")
                .hasMessageContaining("default of param \"size\" is m")
                .hasMessageContaining("schema of param \"spec\"")
                .hasMessageContaining("default of param \"only\" is null")
                .hasMessageNotContaining("\"flag\"");
    }

    @Test
    void the_schema_is_part_of_the_structure() {
        dag.param("year", 2008, "The year", ParamSchema.integer().atLeast(2000));
        dag.task("land", context -> null);

        assertThat(StructureJson.write(dag.build().structure()))
                .contains("\"default\":2008,\"schema\":{\"type\":\"integer\",\"minimum\":2000},\"required\":false");
    }
}
