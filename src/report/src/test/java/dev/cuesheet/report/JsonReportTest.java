package dev.cuesheet.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

class JsonReportTest {
    private final JsonMapper json = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    @Test
    void rows_are_objects_by_column_and_numbers_are_exact_numbers() {
        var tree = json.readTree(new JsonReport().render(Samples.answers()));

        var seller = tree.at("/sections/0/rows/0");
        assertThat(seller.get("seller_id").isNumber()).isTrue();
        assertThat(seller.get("name").asString()).isEqualTo("Ada Abel");
        assertThat(seller.has("bar")).isFalse();
        assertThat(tree.at("/sections/1/rows/0/sales").decimalValue()).isEqualTo(new BigDecimal("1234567.80"));
        assertThat(tree.at("/sections/1/totals/sales").decimalValue()).isEqualTo(new BigDecimal("1371742.00"));
        assertThat(tree.at("/sections/1/rows/2/sales").isNull()).isTrue();
        assertThat(tree.at("/figures/tickets").intValue()).isEqualTo(2401);
        assertThat(tree.at("/generatedAt").asString()).isEqualTo("2026-01-02T03:04:05Z");
    }

    @Test
    void cents_are_written_even_when_there_are_none() {
        assertThat(new JsonReport().render(Samples.answers())).contains("\"sales\" : 1371742.00");
    }

    @Test
    void great_amounts_are_written_out() {
        var report = Report.of("R", 2008, Samples.NOW)
                .figure("f", "F", Kind.MONEY, new BigDecimal("1E+20"))
                .build();
        assertThat(new JsonReport().render(report)).contains("\"f\" : 100000000000000000000.00");
    }

    @Test
    void an_identifier_that_is_no_number_stays_a_text() {
        var section = Section.of("s", "S")
                .column("id", "Id", Kind.IDENTIFIER)
                .row("007")
                .row("A1")
                .row(12)
                .build();
        var rows = json.readTree(new JsonReport()
                        .render(Report.of("R", 2008, Samples.NOW)
                                .section(section)
                                .build()))
                .at("/sections/0/rows");

        assertThat(rows.at("/0/id").isString()).isTrue();
        assertThat(rows.at("/1/id").isString()).isTrue();
        assertThat(rows.at("/2/id").isNumber()).isTrue();
    }

    @Test
    void hostile_names_come_back_as_they_went_in() {
        var name = "\"\\<&>\u0000\u2028\ud83c\udfad";
        assertThat(json.readTree(new JsonReport().render(Samples.named(name)))
                        .at("/sections/0/rows/0/name")
                        .asString())
                .isEqualTo(name);
    }

    @Test
    void a_report_itself_survives_being_written_down() {
        var report = Samples.answers();
        assertThat(json.readValue(json.writeValueAsString(report), Report.class))
                .isEqualTo(report);
    }
}
