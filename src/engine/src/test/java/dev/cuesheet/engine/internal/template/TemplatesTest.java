package dev.cuesheet.engine.internal.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cuesheet.engine.TemplateException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplatesTest {
    private static final Map<String, Object> VARIABLES = Sources.of(
                    Map.of("year", 2008, "prefix", "a/b", "big", 12345678901L, "evil", "{{ ds }}"))
            .variables("");

    private static String render(String text) {
        return Templates.render(text, null, () -> VARIABLES);
    }

    @ParameterizedTest
    @CsvSource({
        "{{ ds }}, 2024-05-01",
        "{{ds_nodash}}, 20240501",
        "{{ ts }}, 2024-05-01T02:03:04.500000+00:00",
        "{{ ts_nodash }}, 20240501T020304",
        "s3://raw/{{ ds }}/{{ params.prefix }}/x, s3://raw/2024-05-01/a/b/x",
        "{{ params.year }}-{{ params.big }}, 2008-12345678901",
        "{{ run_id }} {{ dag.dag_id }} {{ task.task_id }}, manual__x tickit_etl land",
        "{{ ti.try_number }}/{{ try_number }} {{ ti.map_index }}/{{ map_index }}, 2/2 3/3",
        "{{ logical_date }}, 2024-05-01 02:03:04+00:00",
        "{{ logical_date.year }} {{ data_interval_end.strftime('%Y/%m') }}, 2024 2024/05",
        "{{ data_interval_start | ds }} {{ logical_date | ts_nodash }}, 2024-05-01 20240501T020304",
        "{{ ds | replace('-'; '/') }}, 2024/05/01",
        "{{ params['year'] + 1 }}, 2009",
        "{% if params.year > 2000 %}new{% else %}old{% endif %}, new",
        "{% for i in range(3) %}{{ i }}{% endfor %}, 012",
        "{# nothing #}x, x",
        "{{ nope | default('y') }}, y",
        "{% raw %}{{ ds }}{% endraw %}, {{ ds }}",
        "no template, no template",
        "a { b } {x}, a { b } {x}",
        "{{ '}}' }}, }}"
    })
    void jinja_means_what_it_means_in_airflow(String template, String text) {
        assertThat(render(template.replace(';', ','))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ ds }}",
                "a{{ params.year }}b{{ params.prefix }}",
                "{{ ti.run_id }}",
                "{{params.big}}",
                "{{ params.evil }}",
                "x\n{{ ds }}\n"
            })
    void plain_variables_come_out_as_the_library_would_have_them(String template) {
        assertThat(render(template)).isEqualTo(new JinjavaRenderer().render(template, VARIABLES));
    }

    @Test
    void the_value_of_a_variable_is_not_read_as_a_template() {
        assertThat(render("{{ params.evil }}")).isEqualTo("{{ ds }}");
        assertThat(render("{{ params.evil | upper }}")).isEqualTo("{{ DS }}");
    }

    @ParameterizedTest
    @CsvSource({
        "{{ nope }}, nope",
        "{{ params.nope }}, params.nope",
        "{{ nope.x }}, nope.x",
        "{% if nope %}a{% endif %}, nope",
        "{% for x in nope %}a{% endfor %}, nope"
    })
    void a_variable_that_is_not_there_is_named_together_with_the_text(String template, String variable) {
        assertThatThrownBy(() -> render(template))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("\"" + template + "\"")
                .hasMessageContaining("there is no variable \"" + variable + "\"")
                .hasMessageContaining("ds_nodash");
    }

    @Test
    void the_field_is_named_when_it_is_known() {
        assertThatThrownBy(() -> Templates.render("{{ nope }}", "bucket", () -> VARIABLES))
                .hasMessageContaining("template of bucket");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ ds",
                "{% if x",
                "{# never",
                "{% if %}",
                "{% nope %}",
                "{{ ds.getClass() }}",
                "{{ ds | nofilter }}"
            })
    void what_is_not_jinja_is_an_error(String template) {
        assertThatThrownBy(() -> render(template)).isInstanceOf(TemplateException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{% include '/etc/passwd' %}",
                "{% import '/etc/passwd' as x %}",
                "{% extends '/etc/passwd' %}",
                "{% from '/etc/passwd' import y %}"
            })
    void templates_cannot_read_files(String template) {
        assertThatThrownBy(() -> render(template))
                .isInstanceOf(TemplateException.class)
                .hasMessageNotContaining("root:");
    }

    @ParameterizedTest
    @CsvSource({"{{ ds, is not closed", "{{ nope }}, \"nope\"", "{{ params.month }}, declares no param \"month\""})
    void gross_faults_are_found_before_anything_runs(String template, String fault) {
        assertThat(TemplateChecks.faultIn(template, Set.of("year")))
                .get()
                .asString()
                .contains(fault);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ ds }}",
                "{{ params.year }}",
                "{{ params }}",
                "{% set x = 1 %}{{ x }}",
                "{{ ds | upper }}",
                "plain",
                "{{ true }}"
            })
    void sound_templates_pass(String template) {
        assertThat(TemplateChecks.faultIn(template, Set.of("year"))).isEmpty();
    }
}
