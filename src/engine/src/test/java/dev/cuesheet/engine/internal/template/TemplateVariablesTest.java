package dev.cuesheet.engine.internal.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cuesheet.engine.DataInterval;
import dev.cuesheet.engine.TemplateException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateVariablesTest {
    private static final Sources SOURCES = Sources.of(Map.of("year", 2008))
            .knowing(Map.of(
                    "CUESHEET_VAR_BUCKET", "raw",
                    "CUESHEET_VAR_LIMITS", "{\"rows\": 10, \"names\": [\"a\", \"b\"]}",
                    "CUESHEET_CONN_DB", "postgres://etl:hunter2hunter2@db:5439/dev?sslmode=require",
                    "CUESHEET_CONN_MY-DB", "aws://"));

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "{{ ts_nodash_with_tz }} -> 20240501T020304.500000+0000",
                "{{ logical_date | ts_nodash_with_tz }} -> 20240501T020304.500000+0000",
                "{{ dag.description }} {{ dag.tags[0] }} {{ dag.catchup }} -> Loads sales sales false",
                "{{ task.trigger_rule }} {{ task.retries }} -> all_success 0",
                "{{ ti.max_tries }} {{ task_instance.task_id }} {{ ti.start_date | ds }} -> 4 land 2024-05-03",
                "{{ dag_run.run_type }} {{ dag_run.conf.year }} {{ dag_run.logical_date | ds }} -> manual 2008 2024-05-01",
                "{{ task_instance_key_str }} -> tickit_etl__land__20240501",
                "{{ params.unset }} -> None",
                "{% set x = ds %}{{ x | replace('-', '') }} {{ nope | d('y') }} -> 20240501 y",
                "{% if params.unset %}yes{% else %}no{% endif %} -> no",
                "{% if params.unset is none %}none{% endif %} -> none",
                "{{ var.value.bucket }} -> raw",
                "s3://{{ var.value.bucket }}/{{ ds }} -> s3://raw/2024-05-01",
                "{{ var.value['bucket'] | upper }} -> RAW",
                "{{ var.value.get('bucket', 'x') }} -> raw",
                "{{ var.value.get('nope', 'x') }} -> x",
                "{{ var.json.limits.rows + 1 }} {{ var.json.limits.names[1] }} -> 11 b",
                "{{ var.json.get('nope', 3) }} -> 3",
                "{{ conn.db.host }}:{{ conn.db.port }}/{{ conn.db.schema }} {{ conn.db.login }} -> db:5439/dev etl",
                "{{ conn.db.password }} {{ conn.db.extra_dejson.sslmode }} -> hunter2hunter2 require",
                "{{ conn.db.extra }} -> {\"sslmode\":\"require\"}",
                "{{ conn['my-db'].conn_type }} {{ conn['my-db'].host }} -> aws None",
                "{{ conn.get('db').conn_id }} {{ conn.get('nope', 'x') }} -> db x",
                "{{ macros.ds_add(ds, 5) }} {{ macros.ds_add('2015-01-06', -5) }} {{ macros.ds_add(ds, 0) }} -> 2024-05-06 2015-01-01 2024-05-01",
                "{{ macros.ds_format('2015-01-01', '%Y-%m-%d', '%m-%d-%y') }} -> 01-01-15",
                "{{ macros.ds_format('1/5/2015', '%m/%d/%Y', '%Y-%m-%d') }} -> 2015-01-05",
                "{{ macros.ds_format('12/07/2024', '%d/%m/%Y', '%A %d %B %Y') }} -> Friday 12 July 2024",
                "{{ macros.ds_format('20240501', '%Y%m%d', '%j %b %a %H:%M:%S %p %%') }} -> 122 May Wed 00:00:00 AM %",
                "{{ macros.datetime_diff_for_humans(logical_date) }} -> 2 days ago",
                "{{ macros.datetime_diff_for_humans(logical_date, ti.start_date) }} -> 2 days before",
                "{{ macros.json.dumps({'a': 1}) }} {{ macros.json.loads('[1, 2]')[1] }} -> {\"a\":1} 2",
                "{{ macros.uuid.uuid4() | length }} {{ macros.random() < 1 }} -> 36 true",
                "{{ prev_data_interval_start_success }} {{ prev_start_date_success is none }} -> None true"
            })
    void variables_filters_and_macros_are_as_in_airflow(String template, String text) {
        assertThat(SOURCES.render(template)).isEqualTo(text);
    }

    @Test
    void the_interval_is_the_runs_own() {
        var interval = new DataInterval(Instant.parse("2024-04-30T00:00:00Z"), Instant.parse("2024-05-01T00:00:00Z"));

        assertThat(SOURCES.at(interval.start(), interval)
                        .render("{{ data_interval_start | ds }}/{{ data_interval_end | ds }}/{{ ds }}"))
                .isEqualTo("2024-04-30/2024-05-01/2024-04-30");
    }

    @Test
    void the_latest_success_before_is_asked_for_by_its_dates() {
        var after = SOURCES.afterSuccessOf(Instant.parse("2024-04-29T00:00:00Z"));

        assertThat(after.render("{{ prev_data_interval_end_success | ts }} {{ prev_start_date_success | ts }} "
                        + "{% if prev_end_date_success %}{{ prev_end_date_success.strftime('%H:%M') }}{% endif %}"))
                .isEqualTo("2024-04-29T00:00:00+00:00 2024-04-29T00:00:01+00:00 00:01");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ ds }}",
                "{{ ts_nodash }}",
                "{{ logical_date | ds }}",
                "{{ prev_start_date_success }}",
                "{% if ds %}x{% endif %}"
            })
    void without_a_logical_date_what_comes_from_it_is_a_clear_error(String template) {
        var sources = SOURCES.at(null, null);

        assertThatThrownBy(() -> sources.render(template))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("template of sql")
                .hasMessageContaining("this run has no logical date");
        assertThatThrownBy(() -> sources.render("{{ data_interval_end }}"))
                .hasMessageContaining("this run has no data interval");
        assertThat(sources.render("{{ run_id }} {{ dag_run.logical_date }}")).isEqualTo("manual__x None");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ var.value.nope }}",
                "{{ var.value.nope | upper }}",
                "{{ var.json.nope }}",
                "{{ var.json.nope.x }}",
                "{% if var.value.nope %}x{% endif %}"
            })
    void a_missing_variable_says_where_it_was_looked_for(String template) {
        assertThatThrownBy(() -> SOURCES.render(template))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("template of sql")
                .hasMessageContaining("there is no variable \"nope\"")
                .hasMessageContaining("CUESHEET_VAR_NOPE")
                .hasMessageContaining("variables.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{ conn.nope.host }}", "{{ conn['nope'].host | upper }}"})
    void a_missing_connection_says_where_it_was_looked_for(String template) {
        assertThatThrownBy(() -> SOURCES.render(template))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("there is no connection \"nope\"")
                .hasMessageContaining("CUESHEET_CONN_NOPE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "{{ conn.db.nope }} -> conn.db.nope",
                "{{ nope | upper }} -> there is no variable \"nope\"",
                "{{ params.nope | upper }} -> there is no variable \"params.nope\"",
                "{{ conn.db.extra_dejson.nope }} -> conn.db.extra_dejson.nope",
                "{{ var.json.limits.nope }} -> var.json.limits.nope",
                "{{ var.json.bucket }} -> variable \"bucket\" is not JSON",
                "{{ macros.ds_add('May 1', 1) }} -> \"May 1\" is not a date of the form %Y-%m-%d",
                "{{ macros.ds_format(ds, '%Y-%m-%d', '%Q') }} -> no %Q",
                "{{ macros.datetime_diff_for_humans(ds) }} -> a date is needed"
            })
    void what_cannot_be_had_is_named(String template, String fault) {
        assertThatThrownBy(() -> SOURCES.render(template))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining(fault);
    }

    @Test
    void the_message_of_a_failed_template_hides_the_secrets_in_it() {
        assertThatThrownBy(() -> SOURCES.render("{{ macros.ds_add(conn.db.password, 1) }}"))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("***")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void the_engines_objects_are_out_of_reach() {
        for (var template : Set.of(
                "{{ macros.getClass() }}",
                "{{ macros.macros }}",
                "{{ conn.class }}",
                "{{ macros.json.getClass().forName('x') }}")) {
            assertThatThrownBy(() -> SOURCES.render(template)).isInstanceOf(TemplateException.class);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "{{ var.bucket }} -> var.value.bucket",
                "{{ vars.value.x }} -> \"vars\"",
                "{{ logical_dat | ds }} -> \"logical_dat\"",
                "{{ connection.x }} -> \"connection\""
            })
    void names_that_can_never_be_are_found_before_anything_runs(String template, String fault) {
        assertThat(TemplateChecks.faultIn(template, Set.of())).get().asString().contains(fault);
        assertThat(TemplateChecks.faultIn("{{ var.value.x }}{{ conn.y.host }}{{ ts_nodash_with_tz }}", Set.of()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2024-05-01T00:00:00Z, 2024-05-01T00:00:10Z, a few seconds",
        "2024-05-01T00:00:00Z, 2024-05-01T00:00:59Z, 59 seconds",
        "2024-05-01T00:00:00Z, 2024-05-01T00:01:00Z, 1 minute",
        "2024-05-01T00:00:00Z, 2024-05-01T23:59:00Z, 23 hours",
        "2024-05-01T00:00:00Z, 2024-05-02T22:00:00Z, 2 days",
        "2024-05-01T12:00:00Z, 2024-05-03T11:00:00Z, 2 days",
        "2024-05-01T00:00:00Z, 2024-05-12T00:00:00Z, 2 weeks",
        "2024-05-01T00:00:00Z, 2024-06-28T00:00:00Z, 2 months",
        "2024-05-01T00:00:00Z, 2025-04-20T00:00:00Z, 1 year",
        "2024-05-01T00:00:00Z, 2026-12-20T00:00:00Z, 3 years"
    })
    void differences_are_told_in_pendulums_words(Instant from, Instant to, String words) {
        var macros = new Macros(Clock.fixed(from, ZoneOffset.UTC), new Random(1));

        assertThat(macros.datetimeDiffForHumans(to, null)).isEqualTo("in " + words);
        assertThat(macros.datetimeDiffForHumans(from, to)).isEqualTo(words + " before");
    }
}
