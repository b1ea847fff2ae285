package dev.cuesheet.localaws.internal.crawler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.cuesheet.localaws.internal.crawler.CrawlPlan.Target;
import dev.cuesheet.localaws.spi.ObjectAccess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class CrawlTest {
    private static final String CATEGORY = """
            1|Sports|MLB|Major League Baseball
            2|Sports|NHL|National Hockey League
            10|Concerts|Jazz|All jazz singers and bands
            """;
    private static final String VENUE = """
            1|Toyota Park|Bridgeview|IL|0
            2|Columbus Crew Stadium|Columbus|OH|22000
            304|Palace Theatre, The|New York City|NY|\\N
            """;
    private static final String DATE = """
            1827|2008-01-01|WE|1|JAN|1|2008|TRUE
            1828|2008-01-02|TH|1|JAN|1|2008|FALSE
            """;
    private static final String EVENT = """
            1|305|8|1851|Gotterdammerung|2008-01-25 14:30:00
            2|306|8|2114|.38 Special|2008-10-15 20:00:00
            """;
    private static final String USERS = """
            1|JSG99FHE|Rafael|Taylor|Kent|WA|Etiam.laoreet@sodalesMauris.edu|(664) 602-4412|TRUE|TRUE||FALSE||TRUE|TRUE||FALSE|TRUE
            2|PGL08LJI|Vladimir|Humphrey|Murfreesboro|SK|suscipit@enim.org|(783) 492-1886||||TRUE|TRUE|||TRUE|FALSE|
            """;
    private static final String LISTING = """
            1|36861|7872|1850|10|182.00|1820.00|2008-01-24 06:43:29
            4|8117|4337|1970|8|38.00|304.00|2008-04-26 01:10:22
            """;
    private static final String SALES = """
            1\t1\t36861\t21191\t7872\t1875\t4\t728.00\t109.20\t2/18/2008 02:36:48
            2\t4\t8117\t11498\t4337\t1983\t2\t76.00\t11.40\t6/6/2008 05:00:16
            """;

    private final ObjectsInMemory objects = new ObjectsInMemory();

    @Test
    void four_headerless_pipe_files_in_folders_of_their_own_become_four_tables_with_made_up_names() throws IOException {
        objects.put("tickit/category/category_pipe.txt", CATEGORY)
                .put("tickit/date/date2008_pipe.txt", DATE)
                .put("tickit/event/allevents_pipe.txt", EVENT)
                .put("tickit/venue/venue_pipe.txt", VENUE);

        var tables = crawl("tickit/");

        assertThat(tables).extracting(FoundTable::name).containsExactly("category", "date", "event", "venue");
        assertThat(types(tables.get(0))).isEqualTo("col0 bigint, col1 string, col2 string, col3 string");
        assertThat(types(tables.get(1)))
                .isEqualTo("col0 bigint, col1 string, col2 string, col3 bigint, col4 string, col5 bigint, col6 bigint,"
                        + " col7 boolean");
        assertThat(types(tables.get(2)))
                .isEqualTo("col0 bigint, col1 bigint, col2 bigint, col3 bigint, col4 string, col5 string");
        assertThat(types(tables.get(3))).isEqualTo("col0 bigint, col1 string, col2 string, col3 string, col4 string");
        assertThat(tables).allSatisfy(table -> {
            assertThat(table.schema().format().tableParameters())
                    .containsEntry("delimiter", "|")
                    .containsEntry("areColumnsQuoted", "false")
                    .doesNotContainKey("skip.header.line.count");
            assertThat(table.partitionKeys()).isEmpty();
        });
        assertThat(tables.get(0).location()).isEqualTo("s3://raw/tickit/category/");
    }

    @Test
    void the_seven_files_of_tickit_become_exactly_seven_tables() throws IOException {
        objects.put("tickit/users/allusers_pipe.txt", USERS)
                .put("tickit/venue/venue_pipe.txt", VENUE)
                .put("tickit/category/category_pipe.txt", CATEGORY)
                .put("tickit/date/date2008_pipe.txt", DATE)
                .put("tickit/event/allevents_pipe.txt", EVENT)
                .put("tickit/listing/listings_pipe.txt", LISTING)
                .put("tickit/sales/sales_tab.txt", SALES);

        var tables = crawl("tickit/");

        assertThat(tables)
                .extracting(FoundTable::name, table -> table.schema().columns().size())
                .containsExactly(
                        tuple("category", 4),
                        tuple("date", 8),
                        tuple("event", 6),
                        tuple("listing", 8),
                        tuple("sales", 10),
                        tuple("users", 18),
                        tuple("venue", 5));
        assertThat(types(tables.get(4)))
                .isEqualTo("col0 bigint, col1 bigint, col2 bigint, col3 bigint, col4 bigint, col5 bigint, col6 bigint,"
                        + " col7 double, col8 double, col9 string");
        assertThat(types(tables.get(5))).endsWith("col16 boolean, col17 boolean");
    }

    @Test
    void two_folders_with_unlike_schemas_are_never_one_partitioned_table() throws IOException {
        objects.put("tickit/venue/venue_pipe.txt", VENUE).put("tickit/category/category_pipe.txt", CATEGORY);

        assertThat(crawl("tickit")).extracting(FoundTable::name).containsExactly("category", "venue");
    }

    @Test
    void a_header_is_found_when_the_data_below_it_is_visibly_something_else() throws IOException {
        objects.put("sales/a.csv", "Sale Id,Price,Sold\n1,9.5,true\n2,10,false\n");

        var table = onlyTable("sales/");

        assertThat(types(table)).isEqualTo("sale id bigint, price double, sold boolean");
        assertThat(table.schema().format().tableParameters()).containsEntry("skip.header.line.count", "1");
    }

    @Test
    void a_file_that_is_all_text_has_no_header_unless_a_custom_classifier_says_so() throws IOException {
        objects.put("names/a.csv", "first,last\nRafael,Taylor\nVladimir,Humphrey\n");

        assertThat(types(onlyTable("names/"))).isEqualTo("col0 string, col1 string");
        var custom = new CsvClassifier(new CsvOptions(
                java.util.Optional.of(','), '"', CsvOptions.Header.PRESENT, List.of(), true, false, List.of(), false));
        var table = crawl(plan("names/", List.of(), List.of(custom), false, OptionalInt.empty()))
                .get(0);
        assertThat(types(table)).isEqualTo("first string, last string");
        assertThat(table.schema().format().tableParameters()).containsEntry("skip.header.line.count", "1");
    }

    @Test
    void folders_named_key_equals_value_become_partitions_of_one_table() throws IOException {
        objects.put("sales/year=2008/month=01/a.csv", "id,price\n1,2.5\n")
                .put("sales/year=2008/month=02/a.csv", "id,price\n2,2.5\n");

        var table = onlyTable("sales/");

        assertThat(table.name()).isEqualTo("sales");
        assertThat(table.partitionKeys()).containsExactly("year", "month");
        assertThat(table.partitions())
                .extracting(FoundTable.FoundPartition::values, FoundTable.FoundPartition::location)
                .containsExactly(
                        tuple(List.of("2008", "01"), "s3://raw/sales/year=2008/month=01/"),
                        tuple(List.of("2008", "02"), "s3://raw/sales/year=2008/month=02/"));
    }

    @Test
    void other_folder_names_become_numbered_partition_keys() throws IOException {
        objects.put("sales/2008/01/a.csv", "id,price\n1,2.5\n")
                .put("sales/2008/02/a.csv", "id,price\n2,2.5\n")
                .put("sales/2009/01/a.csv", "id,price\n3,2.5\n");

        assertThat(onlyTable("sales/").partitionKeys()).containsExactly("partition_0", "partition_1");
    }

    @Test
    void partitions_of_unlike_schemas_are_tables_of_their_own() throws IOException {
        objects.put("mixed/year=2017/a.csv", "id,price\n1,2.5\n")
                .put("mixed/year=2018/a.json", "{\"a\": 1}\n{\"b\": \"x\"}\n");

        assertThat(crawl("mixed/")).extracting(FoundTable::name).containsExactly("year=2017", "year=2018");
    }

    @Test
    void a_column_more_in_one_partition_widens_the_table_and_leaves_the_other_partitions_theirs() throws IOException {
        objects.put("sales/month=01/a.csv", "id,price\n1,2.5\n").put("sales/month=02/a.csv", "id,price,tax\n2,2.5,1\n");

        var table = onlyTable("sales/");

        assertThat(types(table)).isEqualTo("id bigint, price double, tax bigint");
        assertThat(table.partitions().get(0).schema().columns()).hasSize(2);
    }

    @Test
    void files_of_unlike_schemas_side_by_side_become_a_table_each() throws IOException {
        objects.put("tickit/category_pipe.txt", CATEGORY).put("tickit/sales_tab.txt", SALES);

        assertThat(crawl("tickit/"))
                .extracting(FoundTable::name, FoundTable::location)
                .containsExactly(
                        tuple("category_pipe.txt", "s3://raw/tickit/category_pipe.txt"),
                        tuple("sales_tab.txt", "s3://raw/tickit/sales_tab.txt"));
    }

    @Test
    void a_gzipped_file_is_looked_into() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(CATEGORY.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        objects.put("category/a.gz", packed.toByteArray());

        var table = onlyTable("category/");

        assertThat(table.schema().compression()).isEqualTo("gzip");
        assertThat(table.schema().format().classification()).isEqualTo("csv");
    }

    @Test
    void what_nobody_recognises_is_unknown_and_has_no_columns() throws IOException {
        objects.put("blobs/a.bin", new byte[] {1, 0, 2, 0})
                .put("packed/a.bz2", "BZh91AY&SY".getBytes(java.nio.charset.StandardCharsets.UTF_8));

        assertThat(crawl(""))
                .extracting(
                        table -> table.schema().format().classification(),
                        table -> table.schema().columns().size(),
                        table -> table.schema().compression())
                .containsExactly(tuple("UNKNOWN", 0, "none"), tuple("UNKNOWN", 0, "bzip2"));
    }

    @Test
    void the_estimates_of_size_fit_the_published_ones() throws IOException {
        // size 310, average 66, count 4: three lines of 66 characters on average
        var lines = "a".repeat(60) + ",1\n" + "b".repeat(64) + ",2\n" + "c".repeat(68) + ",3\n";
        var rest = "d".repeat(310 - lines.length() - 3) + ",4\n";
        objects.put("t/a.csv", lines + rest);

        var statistics = onlyTable("t/").statistics();

        assertThat(statistics.bytes()).isEqualTo(310);
        assertThat(statistics.averageRecordSize()).isEqualTo(66);
        assertThat(statistics.records()).isEqualTo(4);
        assertThat(statistics.objects()).isEqualTo(1);
    }

    @Test
    void excluded_objects_are_left_out() throws IOException {
        objects.put("t/a.csv", "id,price\n1,2.5\n").put("t/tmp/b.json", "{}").put("t/c.bak", "x");

        var tables = crawl(plan("t/", List.of("tmp/**", "*.{bak,old}"), List.of(), false, OptionalInt.empty()));

        assertThat(tables).singleElement().satisfies(table -> {
            assertThat(table.statistics().objects()).isEqualTo(1);
            assertThat(table.exclusions()).containsExactly("tmp/**", "*.{bak,old}");
        });
    }

    @Test
    void json_objects_give_nested_types_and_never_csv() throws IOException {
        objects.put("j/a.json", """
                {"Id": 1, "name": "a", "tags": ["x"], "at": {"lat": 1.5, "n": null}, "big": 5000000000, "mixed": 1}
                {"Id": 2, "extra": true, "at": {"n": 7}, "mixed": "one"}
                """);

        var table = onlyTable("j/");

        assertThat(types(table))
                .isEqualTo("id int, name string, tags array<string>, at struct<lat:double,n:int>, big bigint, mixed"
                        + " string, extra boolean");
        assertThat(table.schema().format().serdeParameters()).containsEntry("paths", "at,big,extra,id,mixed,name,tags");
    }

    @Test
    void a_top_level_array_is_one_column_unless_a_path_opens_it() throws IOException {
        objects.put("j/a.json", "[{\"a\": 1}, {\"a\": 2.5}]");

        assertThat(types(onlyTable("j/"))).isEqualTo("array array<struct<a:double>>");
        var opened = new JsonClassifier(JsonPath.parse("$[*]").orElseThrow());
        assertThat(types(crawl(plan("j/", List.of(), List.of(opened), false, OptionalInt.empty()))
                        .get(0)))
                .isEqualTo("a double");
    }

    @Test
    void quoted_cells_are_read_without_their_quotes_and_may_hold_the_delimiter() throws IOException {
        objects.put("q/a.csv", "id,text\n\"1\",\"a, \"\"b\"\"\"\n\"2\",\"c\nd\"\n");

        assertThat(types(onlyTable("q/"))).isEqualTo("id bigint, text string");
    }

    @Test
    void a_quote_that_never_ends_is_a_plain_character() throws IOException {
        objects.put("q/a.csv", "1,\"five inches\n2,six\n");

        assertThat(types(onlyTable("q/"))).isEqualTo("col0 bigint, col1 string");
    }

    @Test
    void only_the_first_thousand_records_are_looked_at() throws IOException {
        var rows = IntStream.range(0, 1_000).mapToObj(i -> i + ",1").collect(Collectors.joining("\n"));
        objects.put("t/a.csv", rows + "\n1000,late text\n");

        assertThat(types(onlyTable("t/"))).isEqualTo("col0 bigint, col1 bigint");
    }

    @Test
    void a_long_file_is_cut_at_a_line_so_that_no_half_value_counts() throws IOException {
        var wide = "x".repeat(2_000);
        var rows = IntStream.range(0, 2_000).mapToObj(i -> wide + ",12345").collect(Collectors.joining("\n"));
        objects.put("t/a.csv", rows);

        assertThat(types(onlyTable("t/"))).isEqualTo("col0 string, col1 bigint");
    }

    @Test
    void a_single_folder_below_the_target_is_a_table_and_not_a_partition() throws IOException {
        objects.put("tickit/category/a.txt", CATEGORY);

        assertThat(onlyTable("tickit/").name()).isEqualTo("category");
    }

    @Test
    void a_neighbour_whose_name_only_begins_like_the_target_is_not_crawled() throws IOException {
        objects.put("t/a.csv", "1,2\n3,4\n").put("t2/b.csv", "1,2\n3,4\n");

        assertThat(crawl("t")).extracting(FoundTable::location).containsExactly("s3://raw/t/");
    }

    @Test
    void a_table_level_puts_tables_where_it_says() throws IOException {
        objects.put("lake/a/x/1.csv", "id,price\n1,2.5\n")
                .put("lake/a/y/1.csv", "id,price\n1,2.5\n")
                .put("lake/b/x/1.csv", "id,price\n1,2.5\n");

        assertThat(crawl("lake/")).extracting(FoundTable::name).containsExactly("lake");
        assertThat(crawl(plan("lake/", List.of(), List.of(), false, OptionalInt.of(3))))
                .extracting(FoundTable::name, FoundTable::partitionKeys)
                .containsExactly(tuple("a", List.of("partition_0")), tuple("b", List.of("partition_0")));
    }

    @Test
    void compatible_schemas_are_combined_when_asked_for() throws IOException {
        objects.put("m/a/1.csv", "id,price\n1,2.5\n").put("m/b/1.csv", "code,weight\n1,2.5\n");

        assertThat(crawl("m/")).hasSize(2);
        assertThat(crawl(plan("m/", List.of(), List.of(), true, OptionalInt.empty())))
                .singleElement()
                .satisfies(table ->
                        assertThat(types(table)).isEqualTo("id bigint, price double, code bigint, weight double"));
    }

    @Test
    void a_stopped_crawl_gives_nothing() {
        objects.put("t/a.csv", "1,2\n3,4\n");

        assertThatThrownBy(() -> new Crawl(
                                objects, plan("t/", List.of(), List.of(), false, OptionalInt.empty()), () -> true)
                        .run())
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void a_bucket_that_is_gone_is_an_error() {
        var plan = new CrawlPlan(
                List.of(new Target("gone", "t/", List.of(), OptionalInt.empty())),
                List.of(),
                false,
                OptionalInt.empty());

        assertThatThrownBy(() -> new Crawl(objects, plan, () -> false).run())
                .isInstanceOf(ObjectAccess.NoSuchBucket.class);
    }

    private static String types(FoundTable table) {
        return table.schema().columns().stream()
                .map(column -> column.name() + " " + column.type().hive())
                .collect(Collectors.joining(", "));
    }

    private FoundTable onlyTable(String path) throws IOException {
        var tables = crawl(path);
        assertThat(tables).hasSize(1);
        return tables.get(0);
    }

    private List<FoundTable> crawl(String path) throws IOException {
        return crawl(plan(path, List.of(), List.of(), false, OptionalInt.empty()));
    }

    private List<FoundTable> crawl(CrawlPlan plan) throws IOException {
        return new Crawl(objects, plan, () -> false).run();
    }

    private static CrawlPlan plan(
            String path, List<String> exclusions, List<Classifier> classifiers, boolean combine, OptionalInt level) {
        return new CrawlPlan(
                List.of(new Target("raw", path, exclusions, OptionalInt.empty())), classifiers, combine, level);
    }
}
