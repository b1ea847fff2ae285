package dev.cuesheet.ingest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExactSumTest {

    @Test
    void sums_agree_with_big_decimals_to_the_last_cent() {
        var random = new Random(1);
        var sum = new ExactSum();
        var expected = BigDecimal.ZERO;
        for (var i = 0; i < 10_000; i++) {
            var amount = BigDecimal.valueOf(random.nextInt(), random.nextInt(3));
            expected = expected.add(amount);
            add(sum, amount.toPlainString());
        }
        assertThat(sum.total(2)).isEqualByComparingTo(expected);
    }

    @Test
    void a_tenth_ten_times_is_one() {
        var sum = new ExactSum();
        for (var i = 0; i < 10; i++) {
            add(sum, "0.1");
        }
        assertThat(sum.total(2)).isEqualTo(new BigDecimal("1.00"));
    }

    @Test
    void amounts_of_any_size_and_spelling_are_added() {
        var sum = new ExactSum();
        for (var amount : new String[] {"+1", "-.5", "2.", "3.500000", "123456789012345678", "-0.01"}) {
            add(sum, amount);
        }
        assertThat(sum.total(2)).isEqualTo(new BigDecimal("123456789012345683.99"));
    }

    private static void add(ExactSum sum, String amount) {
        var bytes = amount.getBytes(StandardCharsets.US_ASCII);
        sum.add(bytes, 0, bytes.length);
    }
}
