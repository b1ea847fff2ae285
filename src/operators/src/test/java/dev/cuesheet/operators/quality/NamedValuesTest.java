package dev.cuesheet.operators.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class NamedValuesTest {

    private static NamedValues of(String sql) {
        return NamedValues.of(SqlQuestion.of(sql).with("day", "2024-05-01").with("n", 7));
    }

    @Test
    void names_become_question_marks_in_their_order_as_often_as_they_are_used() {
        var plain = of("SELECT * FROM t WHERE a = :day AND b > :n AND c < :n-1");
        assertThat(plain.sql()).isEqualTo("SELECT * FROM t WHERE a = ? AND b > ? AND c < ?-1");
        assertThat(plain.values()).containsExactly("2024-05-01", 7, 7);
    }

    @Test
    void what_only_looks_like_a_name_stays_as_it_is() {
        for (var sql : new String[] {
            "SELECT ':day'",
            "SELECT 'it''s :day'",
            "SELECT \":day\" FROM t",
            "SELECT 1 -- :day",
            "SELECT /* :day */ 1",
            "SELECT a::date, '12:30' FROM t",
            "SELECT arr[1:2] FROM t",
            "SELECT 'open :day",
        }) {
            assertThat(of(sql)).isEqualTo(new NamedValues(sql, java.util.List.of()));
        }
        assertThat(of("SELECT ':day' || :day -- :n\n, :n").sql()).isEqualTo("SELECT ':day' || ? -- :n\n, ?");
        assertThat(of("SELECT :day::date").sql()).isEqualTo("SELECT ?::date");
    }

    @Test
    void a_name_without_a_value_is_told() {
        assertThatExceptionOfType(SqlRefusedException.class)
                .isThrownBy(() -> of("SELECT :dya"))
                .withMessageContaining(":dya");
    }

    @Test
    void names_of_tables_and_values_are_names_and_nothing_more() {
        assertThat(TableName.parse("tickit.sales").parts()).containsExactly("tickit", "sales");
        for (var name :
                new String[] {"sales; drop table sales", "a..b", "", "a.b.c.d", "sa les", "a\"b", "1st", "a-b"}) {
            assertThatIllegalArgumentException().as(name).isThrownBy(() -> TableName.parse(name));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> TableName.of("a\u0000"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SqlQuestion.of("SELECT 1").with("a b", 1));
        SqlSource standard = (question, context) -> java.util.Optional.empty();
        assertThat(TableName.of("my schema", "it\"; drop table x; --").quotedBy(standard))
                .isEqualTo("\"my schema\".\"it\"\"; drop table x; --\"");
    }
}
