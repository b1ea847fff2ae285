package dev.cuesheet.aws.redshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.redshiftdata.model.ColumnMetadata;
import software.amazon.awssdk.services.redshiftdata.model.Field;

class RowReaderTest {

    /** A seller of the report. */
    public record Seller(
            long sellerId,
            String name,
            BigDecimal pricePaid,
            @Nullable LocalDate since,
            boolean vip) {}

    @Test
    void values_have_the_types_of_their_columns() {
        var row = row(
                List.of("int8", "numeric", "bool", "date", "timestamp", "timestamptz", "varchar", "float8"),
                Field.fromLongValue(7L),
                Field.fromStringValue("20.10"),
                Field.fromBooleanValue(true),
                Field.fromStringValue("2008-02-18"),
                Field.fromStringValue("2008-02-18 02:36:48.5"),
                Field.fromStringValue("2008-02-18 02:36:48+00"),
                Field.fromStringValue("AT&T Park"),
                Field.fromDoubleValue(0.5));
        assertThat(row.number("c0")).isEqualTo(7);
        assertThat(row.decimal("c1")).isEqualTo(new BigDecimal("20.10"));
        assertThat(row.bool("c2")).isTrue();
        assertThat(row.date("c3")).isEqualTo(LocalDate.of(2008, 2, 18));
        assertThat(row.timestamp("c4")).isEqualTo(LocalDateTime.parse("2008-02-18T02:36:48.5"));
        assertThat(row.timestampWithZone("C5")).isEqualTo(OffsetDateTime.parse("2008-02-18T02:36:48Z"));
        assertThat(row.text("c6")).isEqualTo("AT&T Park");
        assertThat(row.real("c7")).isEqualTo(0.5);
    }

    @Test
    void null_is_null_and_asking_it_for_a_value_says_so() {
        var row = row(List.of("int4"), Field.fromIsNull(true));
        assertThat(row.isNull("c0")).isTrue();
        assertThat(row.findText("c0")).isEmpty();
        assertThat(row.asMap()).containsEntry("c0", null);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> row.number("c0"))
                .withMessage("Column \"c0\" is NULL in this row");
    }

    @Test
    void a_date_that_java_cannot_read_stays_text() {
        assertThat(row(List.of("date"), Field.fromStringValue("0044-03-15 BC")).value(0))
                .isEqualTo("0044-03-15 BC");
    }

    @Test
    void a_column_that_is_not_there_is_named_beside_those_that_are() {
        var row = row(List.of("int4"), Field.fromLongValue(1L));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> row.value("rows"))
                .withMessage("The result has no column \"rows\"; it has [c0]");
    }

    @Test
    void rows_become_records_by_the_names_of_their_columns() {
        var row = named(
                List.of("sellerid", "NAME", "price_paid", "since", "vip"),
                List.of("int4", "varchar", "numeric", "date", "bool"),
                Field.fromLongValue(42L),
                Field.fromStringValue("Ada"),
                Field.fromStringValue("1.50"),
                Field.fromIsNull(true),
                Field.fromBooleanValue(false));
        assertThat(new RecordReader<>(Seller.class).read(row))
                .isEqualTo(new Seller(42, "Ada", new BigDecimal("1.50"), null, false));
    }

    @Test
    void a_component_without_a_column_and_a_null_without_room_are_named() {
        var reader = new RecordReader<>(Seller.class);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reader.read(row(List.of("int4"), Field.fromLongValue(1L))))
                .withMessageContaining("no column for Seller.sellerId");
        var row = named(List.of("seller_id"), List.of("int4"), Field.fromIsNull(true));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reader.read(row))
                .withMessageContaining("\"seller_id\" is NULL, which Seller.sellerId cannot hold");
    }

    private static RedshiftRow row(List<String> types, Field... fields) {
        var names = IntStream.range(0, types.size()).mapToObj(i -> "c" + i).toList();
        return named(names, types, fields);
    }

    private static RedshiftRow named(List<String> names, List<String> types, Field... fields) {
        var metadata = new ArrayList<ColumnMetadata>();
        for (var i = 0; i < names.size(); i++) {
            metadata.add(ColumnMetadata.builder()
                    .name(names.get(i))
                    .typeName(types.get(i))
                    .build());
        }
        return new RowReader(metadata).row(List.of(fields));
    }
}
