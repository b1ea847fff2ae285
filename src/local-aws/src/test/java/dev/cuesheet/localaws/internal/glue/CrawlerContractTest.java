package dev.cuesheet.localaws.internal.glue;

import static dev.cuesheet.localaws.internal.glue.GlueAws.crawler;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.AlreadyExistsException;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.CrawlerNotRunningException;
import software.amazon.awssdk.services.glue.model.CsvHeaderOption;
import software.amazon.awssdk.services.glue.model.DeleteBehavior;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.GlueException;
import software.amazon.awssdk.services.glue.model.InvalidInputException;
import software.amazon.awssdk.services.glue.model.LastCrawlStatus;
import software.amazon.awssdk.services.glue.model.S3Target;
import software.amazon.awssdk.services.glue.model.SchemaChangePolicy;
import software.amazon.awssdk.services.glue.model.Table;

/** What a crawler does to the catalog, seen through a real client. */
class CrawlerContractTest {
    private static final String CATEGORY = "1|Sports|MLB|Major League Baseball\n2|Sports|NHL|National Hockey League\n";
    private static final String SALE = "id,price\n1,2.5\n";

    @TempDir
    Path home;

    private GlueAws aws;

    @BeforeEach
    void start() {
        aws = GlueAws.furnished(home, Optional.empty());
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void headerless_pipe_files_in_folders_become_tables_with_the_parameters_of_the_service() {
        aws.put("tickit/category/category_pipe.txt", CATEGORY);
        aws.put(
                "tickit/date/date2008_pipe.txt",
                "1827|2008-01-01|WE|1|JAN|1|2008|TRUE\n1828|2008-01-02|TH|1|JAN|1|2008|FALSE\n");
        aws.glue.createCrawler(crawler("tickit", "tickit/").build());

        var crawler = aws.crawl("tickit");

        assertThat(crawler.lastCrawl().status()).isEqualTo(LastCrawlStatus.SUCCEEDED);
        assertThat(tableNames()).containsExactly("category", "date");
        var table = table("category");
        assertThat(columns(table)).isEqualTo("col0 bigint, col1 string, col2 string, col3 string");
        assertThat(table.parameters())
                .containsEntry("classification", "csv")
                .containsEntry("delimiter", "|")
                .containsEntry("columnsOrdered", "true")
                .containsEntry("areColumnsQuoted", "false")
                .containsEntry("compressionType", "none")
                .containsEntry("typeOfData", "file")
                .containsEntry("objectCount", "1")
                .containsEntry("sizeKey", Integer.toString(CATEGORY.length()))
                .containsEntry("averageRecordSize", "34")
                .containsEntry("recordCount", Integer.toString(CATEGORY.length() / 34))
                .containsEntry("CrawlerSchemaSerializerVersion", "1.0")
                .containsEntry("UPDATED_BY_CRAWLER", "tickit")
                .doesNotContainKey("skip.header.line.count");
        assertThat(table.storageDescriptor().parameters()).isEqualTo(table.parameters());
        assertThat(table.storageDescriptor().location()).isEqualTo("s3://raw/tickit/category/");
        assertThat(table.storageDescriptor().serdeInfo().parameters()).containsEntry("field.delim", "|");
        assertThat(table.storageDescriptor().numberOfBuckets()).isEqualTo(-1);
        assertThat(table.storageDescriptor().compressed()).isFalse();
        assertThat(table.tableType()).isEqualTo("EXTERNAL_TABLE");
        assertThat(table.owner()).isEqualTo("owner");
        assertThat(table.createdBy()).isEqualTo("arn:aws:sts::000000000000:assumed-role/crawler/AWS-Crawler");
        assertThat(table.versionId()).isEqualTo("0");
        assertThat(columns(table("date"))).endsWith("col7 boolean");
    }

    @Test
    void a_header_above_text_is_found_only_by_a_custom_classifier_that_says_it_is_present() {
        aws.put("names/a.csv", "first,last\nRafael,Taylor\nVladimir,Humphrey\n");
        aws.glue.createCrawler(crawler("plain", "names/").build());
        aws.crawl("plain");
        assertThat(columns(table("names"))).isEqualTo("col0 string, col1 string");

        aws.glue.createClassifier(r -> r.csvClassifier(
                c -> c.name("with-header").delimiter(",").quoteSymbol("\"").containsHeader(CsvHeaderOption.PRESENT)));
        aws.glue.updateCrawler(r -> r.name("plain").classifiers("with-header"));
        aws.crawl("plain");

        assertThat(columns(table("names"))).isEqualTo("first string, last string");
        assertThat(table("names").parameters()).containsEntry("skip.header.line.count", "1");
    }

    @Test
    void folders_of_the_same_schema_become_one_table_with_partitions_of_type_string() {
        sales();

        var table = table("sales");
        assertThat(table.partitionKeys()).extracting(Column::name).containsExactly("year", "month");
        assertThat(table.partitionKeys()).extracting(Column::type).containsOnly("string");
        assertThat(table.parameters()).containsEntry("partition_filtering.enabled", "true");
        var partitions = partitions("");
        assertThat(partitions).containsExactly(List.of("2008", "01"), List.of("2008", "02"));
        assertThat(partitions("month = '02' and year = '2008'")).containsExactly(List.of("2008", "02"));
    }

    @Test
    void a_third_month_is_a_new_partition_and_no_new_version_of_the_table() {
        sales();
        aws.put("sales/year=2008/month=03/a.csv", SALE);

        aws.crawl("sales");

        assertThat(partitions("")).hasSize(3);
        assertThat(table("sales").versionId()).isEqualTo("0");
        assertThat(table("sales").parameters()).containsEntry("objectCount", "3");
    }

    @Test
    void a_new_column_is_merged_into_the_table_while_old_partitions_keep_their_own() {
        sales();
        aws.glue.updateCrawler(r -> r.name("sales").configuration("""
                        {"Version": 1.0, "CrawlerOutput": {"Tables": {"AddOrUpdateBehavior": "MergeNewColumns"}}}"""));
        aws.put("sales/year=2008/month=03/a.csv", "id,price,tax\n1,2.5,3\n");

        aws.crawl("sales");

        assertThat(columns(table("sales"))).isEqualTo("id bigint, price double, tax bigint");
        assertThat(table("sales").versionId()).isEqualTo("1");
        assertThat(columnsOfPartition("01")).isEqualTo(2);
        assertThat(columnsOfPartition("03")).isEqualTo(3);
    }

    @Test
    void partitions_that_inherit_have_the_columns_of_the_table() {
        sales();
        aws.glue.updateCrawler(r -> r.name("sales").configuration("""
                        {"Version": 1.0, "CrawlerOutput": {"Partitions": {"AddOrUpdateBehavior": "InheritFromTable"}}}"""));
        aws.put("sales/year=2008/month=03/a.csv", "id,price,tax\n1,2.5,3\n");

        aws.crawl("sales");

        assertThat(columnsOfPartition("01")).isEqualTo(3);
        assertThat(columnsOfPartition("03")).isEqualTo(3);
    }

    @Test
    void a_table_whose_data_is_gone_is_deprecated_deleted_or_left_as_the_policy_says() {
        aws.put("t/a.csv", SALE);
        aws.glue.createCrawler(crawler("c", "t/").build());
        aws.crawl("c");
        aws.delete("t/a.csv");

        aws.glue.updateCrawler(r -> r.name("c").schemaChangePolicy(deleting(DeleteBehavior.LOG)));
        aws.crawl("c");
        assertThat(table("t").parameters()).doesNotContainKey("DEPRECATED_BY_CRAWLER");
        assertThat(table("t").versionId()).isEqualTo("0");

        aws.glue.updateCrawler(r -> r.name("c").schemaChangePolicy(deleting(DeleteBehavior.DEPRECATE_IN_DATABASE)));
        aws.crawl("c");
        assertThat(table("t").parameters()).containsKey("DEPRECATED_BY_CRAWLER");

        aws.glue.updateCrawler(r -> r.name("c").schemaChangePolicy(deleting(DeleteBehavior.DELETE_FROM_DATABASE)));
        aws.crawl("c");
        assertThat(tableNames()).isEmpty();
    }

    @Test
    void a_deprecated_table_is_in_use_again_once_its_data_is_back() {
        aws.put("t/a.csv", SALE);
        aws.glue.createCrawler(crawler("c", "t/").build());
        aws.crawl("c");
        aws.delete("t/a.csv");
        aws.crawl("c");
        aws.put("t/a.csv", SALE);

        aws.crawl("c");

        assertThat(table("t").parameters()).doesNotContainKey("DEPRECATED_BY_CRAWLER");
    }

    @Test
    void folders_with_unlike_schemas_are_tables_and_never_partitions() {
        aws.put("two/a/1.csv", SALE);
        aws.put("two/b/1.json", "{\"x\": true}\n");
        aws.glue.createCrawler(crawler("two", "two/").build());

        aws.crawl("two");

        assertThat(tableNames()).containsExactly("a", "b");
        assertThat(table("b").parameters()).containsEntry("classification", "json");
    }

    @Test
    void a_gzipped_file_makes_a_compressed_table() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(CATEGORY.getBytes(StandardCharsets.UTF_8));
        }
        aws.put("packed/a.gz", packed.toByteArray());
        aws.glue.createCrawler(crawler("packed", "packed/").build());

        aws.crawl("packed");

        assertThat(table("packed").parameters()).containsEntry("compressionType", "gzip");
        assertThat(table("packed").storageDescriptor().compressed()).isTrue();
    }

    @Test
    void a_name_that_another_location_holds_gets_a_hash_behind_it() {
        aws.put("a/data/1.csv", SALE);
        aws.put("b/data/1.csv", SALE);
        aws.glue.createCrawler(crawler("a", "a/").build());
        aws.glue.createCrawler(crawler("b", "b/").build());

        aws.crawl("a");
        aws.crawl("b");
        aws.crawl("b");

        assertThat(tableNames()).hasSize(2).first().isEqualTo("data");
        assertThat(tableNames().get(1)).matches("data_[0-9a-f]{32}");
    }

    @Test
    void what_others_wrote_on_a_table_stays() {
        aws.put("t/a.csv", SALE);
        aws.glue.createCrawler(crawler("c", "t/").build());
        aws.crawl("c");
        var before = table("t");
        var parameters = new java.util.HashMap<>(before.parameters());
        parameters.put("owner.team", "sales");
        aws.glue.updateTable(r -> r.databaseName("lake")
                .tableInput(t -> t.name("t")
                        .tableType(before.tableType())
                        .storageDescriptor(before.storageDescriptor())
                        .parameters(parameters)));

        aws.crawl("c");

        assertThat(table("t").parameters()).containsEntry("owner.team", "sales");
    }

    @Test
    void a_crawl_without_permission_fails_with_the_reason_and_writes_nothing() {
        aws.put("t/a.csv", SALE);
        aws.glue.createCrawler(crawler("c", "t/").build());
        aws.detach("AmazonS3ReadOnlyAccess");

        var last = aws.crawl("c").lastCrawl();

        assertThat(last.status()).isEqualTo(LastCrawlStatus.FAILED);
        assertThat(last.errorMessage())
                .contains("assumed-role/crawler/AWS-Crawler", "s3:GetObject", "arn:aws:s3:::raw/t/a.csv");
        assertThatThrownBy(() -> aws.glue.getDatabase(r -> r.name("lake"))).isInstanceOf(EntityNotFoundException.class);
    }

    @Test
    void an_empty_schedule_means_that_there_is_none() {
        sales();

        aws.glue.updateCrawler(r -> r.name("sales").schedule(""));

        assertThat(aws.glue.getCrawler(r -> r.name("sales")).crawler().schedule())
                .isNull();
    }

    @Test
    void metrics_and_history_tell_of_the_crawls() {
        sales();
        aws.crawl("sales");

        var metrics =
                aws.glue.getCrawlerMetrics(r -> r.crawlerNameList("sales")).crawlerMetricsList();
        assertThat(metrics).singleElement().satisfies(m -> {
            assertThat(m.tablesCreated()).isEqualTo(1);
            assertThat(m.tablesUpdated()).isZero();
            assertThat(m.stillEstimating()).isFalse();
        });
        assertThat(aws.glue.listCrawls(r -> r.crawlerName("sales")).crawls())
                .hasSize(2)
                .allSatisfy(crawl -> assertThat(crawl.stateAsString()).isEqualTo("SUCCEEDED"));
    }

    @Test
    void refusals_have_the_codes_and_texts_of_the_service() {
        assertThatThrownBy(() -> aws.glue.getCrawler(r -> r.name("x")))
                .isInstanceOf(EntityNotFoundException.class)
                .hasMessageContaining("Crawler entry with name x does not exist");
        assertThatThrownBy(() -> aws.glue.startCrawler(r -> r.name("x")))
                .isInstanceOf(EntityNotFoundException.class)
                .hasMessageContaining("Crawler with name x does not exist");
        aws.glue.createCrawler(crawler("c", "t/").build());
        assertThatThrownBy(() -> aws.glue.createCrawler(crawler("c", "t/").build()))
                .isInstanceOf(AlreadyExistsException.class);
        assertThatThrownBy(() -> aws.glue.stopCrawler(r -> r.name("c"))).isInstanceOf(CrawlerNotRunningException.class);
        assertThatThrownBy(() -> aws.glue.createCrawler(crawler("d", "t/")
                        .targets(t -> t.s3Targets(
                                S3Target.builder().path("s3://gone/t/").build()))
                        .build()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("S3 bucket gone does not exist.");
        assertThatThrownBy(() ->
                        aws.glue.createCrawler(crawler("d", "t/").role("nobody").build()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("unable to assume role");
        assertThatThrownBy(() -> aws.glue.createCrawler(
                        crawler("d", "t/").schedule("cron(0 1 * * ? *)").build()))
                .isInstanceOfSatisfying(
                        GlueException.class, e -> assertThat(e.statusCode()).isEqualTo(501));
    }

    private void sales() {
        aws.put("sales/year=2008/month=01/a.csv", SALE);
        aws.put("sales/year=2008/month=02/a.csv", SALE);
        aws.glue.createCrawler(crawler("sales", "sales/").build());
        aws.crawl("sales");
    }

    private static SchemaChangePolicy deleting(DeleteBehavior behavior) {
        return SchemaChangePolicy.builder().deleteBehavior(behavior).build();
    }

    private Table table(String name) {
        return aws.glue.getTable(r -> r.databaseName("lake").name(name)).table();
    }

    private List<String> tableNames() {
        return aws.glue.getTables(r -> r.databaseName("lake")).tableList().stream()
                .map(Table::name)
                .toList();
    }

    private List<List<String>> partitions(String expression) {
        return aws
                .glue
                .getPartitions(r ->
                        r.databaseName("lake").tableName("sales").expression(expression.isEmpty() ? null : expression))
                .partitions()
                .stream()
                .map(software.amazon.awssdk.services.glue.model.Partition::values)
                .toList();
    }

    private int columnsOfPartition(String month) {
        return aws.glue
                .getPartition(r -> r.databaseName("lake").tableName("sales").partitionValues("2008", month))
                .partition()
                .storageDescriptor()
                .columns()
                .size();
    }

    private static String columns(Table table) {
        return table.storageDescriptor().columns().stream()
                .map(column -> column.name() + " " + column.type())
                .collect(Collectors.joining(", "));
    }
}
