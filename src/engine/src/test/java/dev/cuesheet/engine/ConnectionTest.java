package dev.cuesheet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionTest {

    private static Connection uri(String uri) {
        return Connection.parse("x", uri);
    }

    /** Cases in the manner of Airflow's test_connection.py. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "scheme://user:password@host%2Flocation:1234/schema, scheme, host/location, 1234, schema, user, password",
                "scheme://user:password@HOST:1234/Schema, scheme, host, 1234, Schema, user, password",
                "scheme://user:pass%2F%21%20word@host/, scheme, host, -, -, user, pass/! word",
                "scheme://user:p%3Aa%40ss@host, scheme, host, -, -, user, p:a@ss",
                "scheme://%2FTmp%2FDir:1, scheme, /Tmp/Dir, 1, -, -, -",
                "postgresql://h/db%2Fname, postgres, h, -, db/name, -, -",
                "google-cloud-platform://, google_cloud_platform, -, -, -, -, -",
                "scheme://:password@, scheme, -, -, -, -, password",
                "scheme://@:1234, scheme, -, 1234, -, -, -",
                "spark://https://user:password@host:8080/x, spark, https://host, 8080, x, user, password",
                "http://[2001:db8::1]:80/a, http, 2001:db8::1, 80, a, -, -",
                "s3://user@host#fragment, s3, host, -, -, user, -",
                "s3://100%25-100%zz@h, s3, h, -, -, 100%-100%zz, -"
            })
    void airflows_uris_mean_what_they_mean_there(
            String uri, String type, String host, Integer port, String schema, String login, String password) {
        var connection = uri(uri);

        assertThat(Arrays.asList(
                        connection.type(),
                        connection.host(),
                        connection.port(),
                        connection.schema(),
                        connection.login(),
                        connection.password()))
                .containsExactly(type, host, port, schema, login, password);
    }

    @Test
    void the_query_is_the_extra() {
        assertThat(uri("aws://?region_name=eu-south-1&role=a%2Fb+c&empty=&x=1&x=2")
                        .extra())
                .isEqualTo(Map.of("region_name", "eu-south-1", "role", "a/b c", "empty", "", "x", "2"));
        assertThat(uri("aws://?__extra__=%7B%22retries%22%3A+3%2C+%22deep%22%3A+%5B1%2C+null%5D%7D&more=ignored")
                        .extra())
                .isEqualTo(Map.of("retries", 3, "deep", Arrays.asList(1, null)));
    }

    @Test
    void a_connection_is_the_same_after_it_was_written_and_read_again() {
        var deep = new LinkedHashMap<String, Object>(Map.of("a", List.of(1, "x"), "b", Map.of("c", 1.5)));
        var plain = Connection.named("x").type("my_type");
        for (var connection : List.of(
                plain.build(),
                plain.host("h").build(),
                plain.port(5).build(),
                plain.login("lo:gi@n/é").password("p?#&=%2F").build(),
                plain.schema("a/b c").build(),
                plain.extra(Map.of("k&", "v=+ %", "e", "")).build(),
                plain.extra(Map.of("__extra__", "{}")).build(),
                plain.schema(null).host("https://h").extra(Map.of("n", 1)).build(),
                plain.host("/var/run/Sock").build(),
                plain.host("2001:db8::1").login(null).password(null).build(),
                plain.host(null).extra(deep).build())) {
            var again = uri(connection.toUri());
            assertThat(again.toUri()).isEqualTo(connection.toUri());
            assertThat(again).usingRecursiveComparison().ignoringFields("extra").isEqualTo(connection);
            assertThat(again.extra().toString()).isEqualTo(connection.extra().toString());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hunter2hunter2",
                "://hunter2hunter2@h",
                "x://a:hunter2hunter2@h:port",
                "x://u:hunter2hunter2/@h",
                "x://a:hunter2hunter2@h:99999",
                "x://y://hunter2hunter2://z",
                "x://u:hunter2hunter2@http://z",
                "{\"conn_type\": \"x\", \"password\": hunter2hunter2",
                "{\"password\": \"hunter2hunter2\"}",
                "{\"conn_type\": \"x\", \"port\": \"hunter2hunter2\"}",
                "{\"conn_type\": \"x\", \"extra\": \"hunter2hunter2\"}",
                "x://?__extra__=hunter2hunter2",
                "x://?__extra__=[]"
            })
    void what_is_no_connection_is_refused_without_telling_what_it_was(String text) {
        assertThatThrownBy(() -> Connection.parse("warehouse", text))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("connection \"warehouse\" cannot be read")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void the_text_form_hides_the_password_and_the_extras_values() {
        var text = Connection.parse("db", "postgres://etl:hunter2hunter2@h:1/s?api_key=geheim")
                .toString();

        assertThat(text).contains("db", "postgres", "etl", "api_key").doesNotContain("hunter2", "geheim");
    }

    @Test
    void an_id_that_airflow_would_not_take_is_refused() {
        assertThatThrownBy(() -> Connection.named("a b").type("x").build()).hasMessageContaining("\"a b\"");
        assertThat(Connection.named("a-b.c:d/e\\f#!()_1").type("x").build().id())
                .startsWith("a-b");
    }
}
