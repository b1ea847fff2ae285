package dev.cuesheet.ingest.tickit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class UsRegionTest {

    @Test
    void every_state_and_the_capital_lie_in_one_region() {
        var codes = Arrays.stream(UsRegion.values())
                .flatMap(region -> region.states().stream())
                .toList();
        assertThat(codes).hasSize(51).doesNotHaveDuplicates();
        assertThat(UsRegion.NORTHEAST.states()).hasSize(9);
        assertThat(UsRegion.MIDWEST.states()).hasSize(12);
        assertThat(UsRegion.SOUTH.states()).hasSize(17);
        assertThat(UsRegion.WEST.states()).hasSize(13);
    }

    @Test
    void the_capital_is_southern_and_the_far_states_are_western() {
        assertThat(UsRegion.of("DC")).isEqualTo(UsRegion.SOUTH);
        assertThat(UsRegion.of("AK")).isEqualTo(UsRegion.WEST);
        assertThat(UsRegion.of("HI")).isEqualTo(UsRegion.WEST);
    }

    @Test
    void provinces_and_islands_are_outside_and_nothing_is_unknown() {
        assertThat(UsRegion.of("ON")).isEqualTo(UsRegion.OUTSIDE_US);
        assertThat(UsRegion.of("PR")).isEqualTo(UsRegion.OUTSIDE_US);
        assertThat(UsRegion.of(null)).isEqualTo(UsRegion.UNKNOWN);
        assertThat(UsRegion.of("  ")).isEqualTo(UsRegion.UNKNOWN);
    }

    @Test
    void case_and_padding_do_not_matter() {
        assertThat(UsRegion.of("ny ")).isEqualTo(UsRegion.NORTHEAST);
    }

    @Test
    void the_sql_names_each_region_once() {
        assertThat(UsRegion.sql("v.venuestate"))
                .startsWith("CASE WHEN v.venuestate IS NULL OR upper(trim(v.venuestate)) = '' THEN 'Unknown'"
                        + " WHEN upper(trim(v.venuestate)) IN ('CT', 'ME', 'MA', 'NH', 'RI', 'VT', 'NJ', 'NY', 'PA')"
                        + " THEN 'Northeast' WHEN")
                .endsWith(" THEN 'West' ELSE 'Outside US' END");
    }
}
