package dev.cuesheet.localaws.internal.crawler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cuesheet.localaws.internal.crawler.CrawlPlan.Target;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code every-type.parquet} was written by DuckDB: three rows, a column of each kind. */
class ParquetClassifierTest {
    @Test
    void columns_types_and_the_number_of_rows_come_from_the_footer() throws IOException {
        var table = crawl(everyType());

        assertThat(table.schema().format().classification()).isEqualTo("parquet");
        assertThat(table.schema().compression()).isEqualTo("none");
        assertThat(table.schema().columns().stream()
                        .map(column -> column.name() + " " + column.type().hive())
                        .collect(Collectors.joining(", ")))
                .isEqualTo("id int, big bigint, price decimal(8,2), name string, d date, ts timestamp, flag boolean,"
                        + " x double, f float, sm smallint, tags array<int>, place struct<lat:double,city:string>,"
                        + " attrs map<string,int>");
        assertThat(table.statistics().records()).isEqualTo(3);
    }

    @Test
    void a_file_that_was_cut_off_is_unknown() throws IOException {
        var whole = everyType();

        assertThat(crawl(Arrays.copyOf(whole, whole.length - 20))
                        .schema()
                        .format()
                        .isKnown())
                .isFalse();
    }

    @Test
    void a_footer_full_of_nonsense_is_unknown() throws IOException {
        var nonsense = everyType();
        Arrays.fill(nonsense, nonsense.length - 800, nonsense.length - 8, (byte) 0xff);

        assertThat(crawl(nonsense).schema().format().isKnown()).isFalse();
    }

    private static FoundTable crawl(byte[] content) throws IOException {
        var plan = new CrawlPlan(
                List.of(new Target("raw", "t/", List.of(), OptionalInt.empty())),
                List.of(),
                false,
                OptionalInt.empty());
        return new Crawl(new ObjectsInMemory().put("t/part-0.parquet", content), plan, () -> false)
                .run()
                .get(0);
    }

    private static byte[] everyType() throws IOException {
        try (var file = Objects.requireNonNull(
                ParquetClassifierTest.class.getResourceAsStream("every-type.parquet"), "every-type.parquet")) {
            return file.readAllBytes();
        }
    }
}
