package dev.cuesheet.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class SectionTest {

    @Test
    void money_keeps_two_places_and_loses_nothing() {
        var section = Section.of("s", "S")
                .column("m", "M", Kind.MONEY)
                .row(12)
                .row(new BigDecimal("12.3"))
                .row(new BigDecimal("1E+3"))
                .row((Object) null)
                .build();
        assertThat(section.rows().stream().map(row -> row.cells().get(0)))
                .containsExactly("12.00", "12.30", "1000.00", "");
    }

    @Test
    void a_value_that_is_no_number_or_would_lose_something_is_refused() {
        assertThatThrownBy(() -> Section.of("s", "S")
                        .column("m", "M", Kind.MONEY)
                        .row("1.005")
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a value for a column of kind MONEY: \"1.005\"");
        assertThatThrownBy(() -> Section.of("s", "S")
                        .column("i", "I", Kind.INTEGER)
                        .row("many")
                        .build())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Section.of("s", "S")
                        .column("i", "I", Kind.INTEGER)
                        .row(1.5)
                        .build())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rows_and_columns_must_agree() {
        assertThatThrownBy(() -> Section.of("s", "S")
                        .column("i", "I", Kind.INTEGER)
                        .row(1, 2)
                        .build())
                .hasMessage("a row of 2 cells for 1 columns");
        assertThatThrownBy(() -> Section.of("s", "S")
                        .column("i", "I", Kind.TEXT)
                        .column("i", "J", Kind.TEXT)
                        .build())
                .hasMessage("section \"s\" has two columns \"i\"");
    }

    @Test
    void numbers_are_grouped_for_readers() {
        assertThat(Kind.INTEGER.display("-1234567")).isEqualTo("-1,234,567");
        assertThat(Kind.INTEGER.display("999")).isEqualTo("999");
        assertThat(Kind.MONEY.display("-1000.50")).isEqualTo("-$1,000.50");
        assertThat(Kind.MONEY.display("0.05")).isEqualTo("$0.05");
        assertThat(Kind.SHARE.display("0.12345")).isEqualTo("12.3 %");
        assertThat(Kind.IDENTIFIER.display("1234567")).isEqualTo("1234567");
    }
}
