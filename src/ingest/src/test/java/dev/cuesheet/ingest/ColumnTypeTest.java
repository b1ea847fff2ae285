package dev.cuesheet.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cuesheet.ingest.ColumnType.Bool;
import dev.cuesheet.ingest.ColumnType.Char;
import dev.cuesheet.ingest.ColumnType.Date;
import dev.cuesheet.ingest.ColumnType.Decimal;
import dev.cuesheet.ingest.ColumnType.Timestamp;
import dev.cuesheet.ingest.ColumnType.Varchar;
import dev.cuesheet.ingest.ColumnType.Whole;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnTypeTest {

    @ParameterizedTest
    @CsvSource({
        "0, true",
        "32767, true",
        "-32768, true",
        "+7, true",
        "007, true",
        "32768, false",
        "-32769, false",
        "1.0, false",
        "-, false",
        "1a, false",
        "99999999999999999999, false"
    })
    void a_smallint_is_a_whole_number_of_sixteen_bits(String text, boolean fits) {
        assertThat(accepts(Whole.SMALLINT, text)).isEqualTo(fits);
    }

    @ParameterizedTest
    @CsvSource({
        "728, true", "109.2, true", "109.20, true", "-0.05, true", ".5, true", "5., true", "999999.99, true",
        "20.2500, true", "20.259, false", "1000000, false", "., false", "-, false", "1.2.3, false", "1e3, false",
        "'1,5', false"
    })
    void a_decimal_keeps_to_its_digits_so_that_nothing_is_cut_off_when_it_is_loaded(String text, boolean fits) {
        assertThat(accepts(new Decimal(8, 2), text)).isEqualTo(fits);
    }

    @ParameterizedTest
    @CsvSource({
        "2008-02-29, true",
        "2008-12-31, true",
        "2007-02-29, false",
        "1900-02-29, false",
        "2008-13-01, false",
        "2008-00-10, false",
        "2008-1-1, false",
        "2008/01/01, false",
        "2008-01-32, false"
    })
    void a_date_is_a_day_that_there_is(String text, boolean fits) {
        assertThat(accepts(new Date(), text)).isEqualTo(fits);
    }

    @ParameterizedTest
    @CsvSource({
        "2/18/2008 02:36:48, true",
        "12/31/2008 23:59:59, true",
        "02/08/2008 00:00:00, true",
        "18/2/2008 02:36:48, false",
        "2/30/2008 02:36:48, false",
        "2/18/2008 24:00:00, false",
        "2/18/2008 02:60:00, false",
        "2/18/08 02:36:48, false",
        "2008-02-18 02:36:48, false",
        "2/18/2008, false",
        "2/18/2008T02:36:48, false",
        "/18/2008 02:36:48, false",
        "x, false"
    })
    void an_american_time_may_have_one_digit_for_month_and_day(String text, boolean fits) {
        assertThat(accepts(new Timestamp(TimeFormat.US), text)).isEqualTo(fits);
    }

    @ParameterizedTest
    @CsvSource({"2008-02-18 02:36:48, true", "2/18/2008 02:36:48, false", "2008-02-18, false", "02:36:48, false"})
    void an_iso_time_is_nothing_else(String text, boolean fits) {
        assertThat(accepts(new Timestamp(TimeFormat.ISO), text)).isEqualTo(fits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRUE", "false", "t", "F", "yes", "No", "1", "0"})
    void a_boolean_may_be_spelt_as_copy_allows(String text) {
        assertThat(accepts(new Bool(), text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"maybe", "2", "tru", "FALSEHOOD"})
    void other_words_are_no_booleans(String text) {
        assertThat(accepts(new Bool(), text)).isFalse();
    }

    @Test
    void lengths_are_counted_in_bytes_and_only_varchar_takes_more_than_ascii() {
        assertThat(accepts(new Varchar(4), "\u00e9\u00e9")).isTrue();
        assertThat(accepts(new Varchar(3), "\u00e9\u00e9")).isFalse();
        assertThat(accepts(new Char(4), "\u00e9\u00e9")).isFalse();
        assertThat(accepts(new Char(2), "NY")).isTrue();
        assertThat(accepts(new Char(2), "NYC")).isFalse();
    }

    @Test
    void bytes_that_are_no_utf8_do_not_fit_a_varchar() {
        var latin1 = "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(new Varchar(10).accepts(latin1, 0, latin1.length)).isFalse();
    }

    @Test
    void a_decimal_type_that_cannot_be_is_refused() {
        assertThatThrownBy(() -> new Decimal(8, 9)).isInstanceOf(IllegalArgumentException.class);
    }

    private static boolean accepts(ColumnType type, String text) {
        var bytes = ("x" + text + "x").getBytes(StandardCharsets.UTF_8);
        return type.accepts(bytes, 1, bytes.length - 1);
    }
}
