package dev.cuesheet.engine.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cuesheet.engine.spi.StoredResult;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ResultCodecTest {
    private static final TypeLookup TYPES = TypeLookup.in(List.of(ResultCodecTest.class.getClassLoader()));

    enum Colour {
        RED {
            @Override
            public String toString() {
                return "rosso";
            }
        },
        BLUE
    }

    record Money(BigDecimal amount, String currency) {}

    record Line(int number, Optional<Money> price, List<String> tags, Map<Colour, Long> stock, LocalDate day) {}

    record Tree(String name, List<Tree> children) {}

    private record Hidden(long bytes) {}

    record Holder(Object anything) {}

    record Checked(int positive) {
        Checked {
            if (positive <= 0) {
                throw new IllegalArgumentException("not positive");
            }
        }
    }

    private static Object throughJson(Object value) {
        return ResultCodec.decode(ResultCodec.encode(-1, value), TYPES);
    }

    static Stream<Object> storable() {
        var line = new Line(
                1,
                Optional.of(new Money(new BigDecimal("10.00"), "EUR")),
                List.of("a"),
                Map.of(Colour.RED, 5L),
                LocalDate.of(2008, 1, 2));
        var mixed = new LinkedHashMap<String, Object>();
        mixed.put("count", 3);
        mixed.put("name", "x");
        mixed.put("when", Instant.parse("2024-05-01T02:00:00.123456789Z"));
        mixed.put("nothing", null);
        return Stream.of(
                "text \" \n \u2028 日本",
                true,
                'c',
                (byte) -1,
                (short) 300,
                Integer.MIN_VALUE,
                Long.MAX_VALUE,
                1.5f,
                0.1,
                Double.NaN,
                Double.NEGATIVE_INFINITY,
                new BigDecimal("123456789012345678901234567890.10"),
                new BigInteger("-99999999999999999999999"),
                Instant.parse("2024-05-01T02:00:00.000000001Z"),
                ZonedDateTime.of(2024, 5, 1, 2, 0, 0, 0, ZoneId.of("Europe/Rome")),
                ZoneId.of("Europe/Rome"),
                Duration.ofMillis(1_500),
                Year.of(2008),
                DayOfWeek.MONDAY,
                Colour.RED,
                Colour.BLUE,
                line,
                new Line(2, Optional.empty(), List.of(), Map.of(), LocalDate.EPOCH),
                new Tree("root", List.of(new Tree("leaf", List.of()))),
                new Hidden(7),
                List.of(),
                List.of(1, 2, 3),
                List.of(1, "two", List.of(3.0)),
                Arrays.asList("a", null, "c"),
                List.of(List.of(1), List.of("x"), List.of()),
                Map.of(),
                Map.of(LocalDate.EPOCH, List.of(new Money(BigDecimal.ONE, "USD"))),
                Map.of(Colour.BLUE, 1),
                mixed,
                Optional.empty(),
                Optional.of(List.of(1L)));
    }

    @ParameterizedTest
    @MethodSource("storable")
    void a_value_comes_back_equal_and_of_the_same_type(Object value) {
        var back = throughJson(value);

        assertThat(back).isEqualTo(value);
        if (!(value instanceof List || value instanceof Map || value instanceof ZoneId)) {
            assertThat(back.getClass()).isEqualTo(value.getClass());
        }
    }

    @Test
    void the_json_is_what_a_person_would_write() {
        var stored = ResultCodec.encode(-1, new Money(new BigDecimal("10.00"), "EUR"));

        assertThat(stored.json()).isEqualTo("{\"amount\":10.00,\"currency\":\"EUR\"}");
        assertThat(stored.type()).isEqualTo(Money.class.getName());
    }

    @Test
    void maps_keep_the_order_of_their_entries() {
        var map = new LinkedHashMap<String, Integer>();
        for (int i = 20; i > 0; i--) {
            map.put("k" + i, i);
        }

        assertThat(new ArrayList<>(((Map<?, ?>) throughJson(map)).keySet())).isEqualTo(new ArrayList<>(map.keySet()));
    }

    static Stream<Object> unstorable() {
        return Stream.of(
                new Object(),
                new Random(),
                new int[] {1},
                Set.of(1),
                new StringBuilder("x"),
                List.of(new Object()),
                Map.of(1, new Object()),
                Map.of(List.of(1), 1),
                Optional.of(new Random()),
                new Holder("x"));
    }

    @ParameterizedTest
    @MethodSource("unstorable")
    void anything_else_is_refused(Object value) {
        assertThatThrownBy(() -> ResultCodec.encode(-1, value)).isInstanceOf(UnstorableException.class);
    }

    @Test
    void a_refusal_names_the_component_and_its_type() {
        assertThatThrownBy(() -> ResultCodec.encode(-1, new Holder("x")))
                .hasMessageContaining("component anything of record")
                .hasMessageContaining("java.lang.Object");
    }

    @Test
    void a_component_that_is_not_stored_is_null_and_one_that_the_record_lacks_is_an_error() {
        var type = Money.class.getName();

        assertThat(ResultCodec.decode(new StoredResult(-1, type, "{\"amount\":1}"), TYPES))
                .isEqualTo(new Money(BigDecimal.ONE, null));
        assertThatThrownBy(() -> ResultCodec.decode(new StoredResult(-1, type, "{\"cents\":1}"), TYPES))
                .isInstanceOf(UnstorableException.class)
                .hasMessageContaining("no component cents");
    }

    @Test
    void a_record_that_refuses_its_values_says_why() {
        var stored = new StoredResult(-1, Checked.class.getName(), "{\"positive\":0}");

        assertThatThrownBy(() -> ResultCodec.decode(stored, TYPES)).hasMessageContaining("not positive");
    }

    @Test
    void stored_data_cannot_name_a_class_that_is_no_record_or_enum() {
        for (var type : List.of("java.util.Random", "java.io.File", "no.such.Type", "java.util.List<", "x>y")) {
            assertThatThrownBy(() -> ResultCodec.decode(new StoredResult(-1, type, "{}"), TYPES))
                    .as(type)
                    .isInstanceOf(UnstorableException.class);
        }
    }
}
