package dev.cuesheet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearMatchesTest {
    private static final List<String> DAGS = List.of("tickit_etl", "tickit_report", "sales_lake", "weekly");

    @Test
    void a_slip_of_the_finger_finds_the_name() {
        assertThat(NearMatches.of("tikcit_etl", DAGS)).first().isEqualTo("tickit_etl");
        assertThat(NearMatches.of("weekly_", DAGS)).containsExactly("weekly");
    }

    @Test
    void part_of_a_name_in_any_case_finds_all_that_have_it() {
        assertThat(NearMatches.of("TICKIT", DAGS)).containsExactlyInAnyOrder("tickit_etl", "tickit_report");
    }

    @Test
    void something_else_altogether_finds_nothing() {
        assertThat(NearMatches.of("zzzzzz", DAGS)).isEmpty();
    }
}
