package dev.cuesheet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void decimals_keep_every_digit_and_have_no_exponent() {
        assertThat(Json.of(List.of(
                        new BigDecimal("0.10"), new BigDecimal("1E+3"), new BigDecimal("12345678901234567890.55"))))
                .isEqualTo("[0.10,1000,12345678901234567890.55]");
    }

    @Test
    void members_keep_their_order_and_null_is_null() {
        var row = new LinkedHashMap<String, @Nullable Object>();
        row.put("z", 1L);
        row.put("a", null);
        row.put("when", LocalDate.of(2008, 1, 31));
        row.put("yes", true);
        assertThat(Json.of(row)).isEqualTo("{\"z\":1,\"a\":null,\"when\":\"2008-01-31\",\"yes\":true}");
    }

    @Test
    void what_json_has_no_number_for_is_text() {
        assertThat(Json.of(Arrays.asList(Double.NaN, 1.5))).isEqualTo("[\"NaN\",1.5]");
    }
}
