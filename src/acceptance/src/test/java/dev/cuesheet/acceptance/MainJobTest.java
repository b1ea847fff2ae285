package dev.cuesheet.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The main job as a user runs it, on files of the public names, formats and row counts. The tests that change the home
 * come last, in a fixed order, because each whole run costs half a minute.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MainJobTest {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(tools.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Path folder;
    private Path source;
    private Cuesheet cuesheet;
    private Cuesheet.Result first;

    @BeforeAll
    void run_the_main_job_once(@TempDir Path folder) throws Exception {
        this.folder = folder;
        cuesheet = Cuesheet.in(folder);
        source = folder.resolve("public files");
        assertThat(cuesheet.run("generate-tickit", "--out", source.toString(), "--seed", "7")
                        .exitCode())
                .isZero();
        first = runDag();
        assertThat(first.exitCode()).as(first.stderr()).isZero();
    }

    @AfterAll
    void awaitWorkers() throws IOException {
        cuesheet.awaitWorkers();
    }

    @Test
    void it_ends_with_one_json_object_that_tells_every_task() {
        var run = JSON.readTree(first.stdout());
        assertThat(run.get("dagId").stringValue()).isEqualTo("tickit_etl");
        assertThat(run.get("state").stringValue()).isEqualTo("success");
        assertThat(run.get("durationMs").longValue()).isPositive();
        var tasks = StreamSupport.stream(run.get("tasks").spliterator(), false).toList();
        assertThat(tasks).allSatisfy(task -> {
            assertThat(task.get("state").stringValue()).isEqualTo("success");
            assertThat(task.get("attempts").intValue()).isEqualTo(1);
        });
        assertThat(tasks.stream()
                        .filter(task -> task.get("taskId").stringValue().equals("land")))
                .extracting(task -> task.get("mapIndex").intValue())
                .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6);
    }

    @Test
    void every_table_holds_exactly_the_rows_of_its_file() throws Exception {
        var raw = new RawTickit(source);
        var expected = new LinkedHashMap<String, Long>();
        expected.put("users", raw.rows("allusers_pipe.txt"));
        expected.put("venue", raw.rows("venue_pipe.txt"));
        expected.put("category", raw.rows("category_pipe.txt"));
        expected.put("date", raw.rows("date2008_pipe.txt"));
        expected.put("event", raw.rows("allevents_pipe.txt"));
        expected.put("listing", raw.rows("listings_pipe.txt"));
        expected.put("sales", raw.rows("sales_tab.txt"));
        expected.put("sales_consolidated", raw.rows("sales_tab.txt"));
        assertThat(expected).containsEntry("sales", 172_456L).containsEntry("listing", 192_497L);
        assertThat(counts()).isEqualTo(expected);
    }

    @Test
    void money_is_equal_to_the_cent() throws Exception {
        var raw = new RawTickit(source);
        for (var table : List.of("sales", "sales_consolidated")) {
            var sums = sql("SELECT sum(pricepaid) AS paid, sum(commission) AS commission FROM tickit." + table)
                    .get(0);
            assertThat(sums.get("paid").decimalValue()).isEqualByComparingTo(raw.sumOfSales(7));
            assertThat(sums.get("commission").decimalValue()).isEqualByComparingTo(raw.sumOfSales(8));
        }
    }

    @Test
    void the_answers_are_those_that_the_raw_files_give() throws Exception {
        var raw = new RawTickit(source);
        var report = report();
        var sellers = section(report, "sellers_by_tickets");
        var found = new ArrayList<Map.Entry<Integer, Long>>();
        sellers.forEach(row -> found.add(
                Map.entry(row.get("seller_id").intValue(), row.get("tickets").longValue())));
        assertThat(found).isEqualTo(raw.topSellers(2008, 10));
        assertThat(regions(report, "regions_by_event")).isEqualTo(raw.byRegionOfEvent(2008));
        assertThat(regions(report, "regions_by_seller")).isEqualTo(raw.byRegionOfSeller(2008));
    }

    @Test
    void the_report_is_a_page_that_needs_no_network() throws IOException {
        var page = Files.readString(cuesheet.home().resolve("reports/tickit_etl/report.html"));
        assertThat(page).contains("<svg").doesNotContainPattern("(src|href)=\"(https?:)?//");
    }

    @Test
    @Order(1)
    void a_second_run_leaves_the_same_content() throws Exception {
        var before = content();
        var second = runDag();
        assertThat(second.exitCode()).as(second.stderr()).isZero();
        assertThat(content()).isEqualTo(before);
    }

    @Test
    @Order(2)
    void a_column_that_the_script_no_longer_makes_fails_the_run_and_keeps_the_former_content() throws Exception {
        var before = content();
        var script = folder.resolve("glue-scripts/tickit_etl.scala");
        Files.createDirectories(script.getParent());
        var original = Files.readString(Cuesheet.JAR.resolveSibling("../glue-scripts/tickit_etl.scala"));
        Files.writeString(script, original.replace("\"eventid\", \"eventname\",", "\"eventid\","));
        assertThat(Files.readString(script)).isNotEqualTo(original);

        var run = runDag();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.stderr()).contains("sales_consolidated").doesNotContain("\tat ");
        assertThat(content()).isEqualTo(before);
        Files.delete(script);
    }

    @Test
    @Order(3)
    void a_broken_row_is_named_by_file_line_and_column_and_nothing_is_loaded() throws Exception {
        var before = content();
        var sales = source.resolve("sales_tab.txt");
        var lines = Files.readAllLines(sales);
        var fields = lines.get(99).split("\t");
        fields[8] = "many";
        var good = lines.set(99, String.join("\t", fields));
        Files.write(sales, lines);

        var run = runDag();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.stderr())
                .contains("sales_tab.txt")
                .contains("line 100")
                .contains("commission")
                .contains("many");
        assertThat(content()).isEqualTo(before);
        lines.set(99, good);
        Files.write(sales, lines);
    }

    private Cuesheet.Result runDag() throws InterruptedException {
        return cuesheet.run("run-dag", "tickit_etl", "--param", "source=" + source, "--json");
    }

    private Map<String, Long> counts() throws Exception {
        var query = Stream.of("users", "venue", "category", "date", "event", "listing", "sales", "sales_consolidated")
                .map(table -> "SELECT '%s' AS name, count(*) AS n FROM tickit.%s".formatted(table, table))
                .collect(Collectors.joining(" UNION ALL "));
        var counts = new TreeMap<String, Long>();
        sql(query)
                .forEach(row ->
                        counts.put(row.get("name").stringValue(), row.get("n").longValue()));
        return counts;
    }

    /** Enough of the warehouse to notice a row lost, doubled or changed. */
    private List<String> content() throws Exception {
        var content = new ArrayList<String>(List.of(counts().toString()));
        content.add(sql("SELECT sum(salesid) AS ids, sum(qtysold) AS tickets, sum(pricepaid) AS paid,"
                        + " min(saletime) AS first, max(saletime) AS last, count(DISTINCT eventname) AS events"
                        + " FROM tickit.sales_consolidated")
                .toString());
        return content;
    }

    private JsonNode sql(String query) throws InterruptedException {
        var result = cuesheet.run("sql", query, "--json");
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        return JSON.readTree(result.stdout());
    }

    private JsonNode report() throws InterruptedException {
        var result = cuesheet.run("report", "--json");
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        return JSON.readTree(result.stdout());
    }

    private static JsonNode section(JsonNode report, String key) {
        return StreamSupport.stream(report.get("sections").spliterator(), false)
                .filter(section -> section.get("key").stringValue().equals(key))
                .findFirst()
                .orElseThrow()
                .get("rows");
    }

    private static Map<String, RawTickit.RegionTotal> regions(JsonNode report, String key) {
        var regions = new TreeMap<String, RawTickit.RegionTotal>();
        section(report, key)
                .forEach(row -> regions.put(
                        row.get("region").stringValue(),
                        new RawTickit.RegionTotal(
                                row.get("sales").longValue(),
                                row.get("tickets").longValue(),
                                cents(row.get("paid")),
                                cents(row.get("commission")))));
        return regions;
    }

    private static BigDecimal cents(JsonNode money) {
        return money.decimalValue().setScale(2);
    }
}
