package dev.cuesheet.localaws.internal.glue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cuesheet.localaws.LocalAwsFiles;
import dev.cuesheet.localaws.spi.CatalogAccess;
import dev.cuesheet.localaws.spi.ObjectAccess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.glue.model.AlreadyExistsException;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.ConcurrentModificationException;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.GlueException;
import software.amazon.awssdk.services.glue.model.InvalidInputException;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.PartitionValueList;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;

/** The Data Catalog, seen through a real client and through the files that a job's process opens. */
class CatalogContractTest {
    private static final String GLUE = "glue.amazonaws.com";

    @TempDir
    Path home;

    private GlueAws aws;

    @BeforeEach
    void start() {
        aws = GlueAws.furnished(home, Optional.empty());
        aws.glue.createDatabase(r -> r.databaseInput(d -> d.name("Lake").description("raw data")));
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void names_are_lower_case_whatever_a_client_writes() {
        create("Sales");

        assertThat(aws.glue.getDatabase(r -> r.name("LAKE")).database().name()).isEqualTo("lake");
        assertThat(aws.glue
                        .getTable(r -> r.databaseName("lake").name("SALES"))
                        .table()
                        .name())
                .isEqualTo("sales");
    }

    @Test
    void what_is_there_cannot_be_made_and_what_is_not_cannot_be_read() {
        create("sales");

        assertThatThrownBy(() -> create("sales")).isInstanceOf(AlreadyExistsException.class);
        assertThatThrownBy(() -> aws.glue.createDatabase(r -> r.databaseInput(d -> d.name("lake"))))
                .isInstanceOf(AlreadyExistsException.class);
        assertThatThrownBy(() -> aws.glue.getTable(r -> r.databaseName("lake").name("none")))
                .isInstanceOf(EntityNotFoundException.class);
        assertThatThrownBy(() -> aws.glue.getTables(r -> r.databaseName("none")))
                .isInstanceOf(EntityNotFoundException.class);
        assertThatThrownBy(() -> aws.glue.deleteDatabase(r -> r.name("none")))
                .isInstanceOf(EntityNotFoundException.class);
    }

    @Test
    void an_update_archives_the_former_version_unless_told_not_to() {
        create("sales");
        aws.glue.updateTable(r -> r.databaseName("lake")
                .tableInput(input("sales").description("second").build()));
        aws.glue.updateTable(r -> r.databaseName("lake")
                .skipArchive(true)
                .tableInput(input("sales").description("third").build()));

        assertThat(table("sales").versionId()).isEqualTo("2");
        assertThat(table("sales").description()).isEqualTo("third");
        assertThat(aws.glue
                        .getTableVersions(r -> r.databaseName("lake").tableName("sales"))
                        .tableVersions())
                .extracting(version -> version.versionId())
                .containsExactly("2", "0");
        assertThatThrownBy(() -> aws.glue.updateTable(r -> r.databaseName("lake")
                        .versionId("1")
                        .tableInput(input("sales").build())))
                .isInstanceOf(ConcurrentModificationException.class);
    }

    @Test
    void tables_are_listed_in_pages_and_by_pattern() {
        IntStream.range(0, 7).forEach(i -> create("t" + i));
        create("other");

        assertThat(aws.glue.getTablesPaginator(r -> r.databaseName("lake").maxResults(3)).stream()
                        .flatMap(page -> page.tableList().stream())
                        .map(Table::name))
                .containsExactly("other", "t0", "t1", "t2", "t3", "t4", "t5", "t6");
        assertThat(aws.glue
                        .getTables(r -> r.databaseName("lake").expression("t[12]"))
                        .tableList())
                .extracting(Table::name)
                .containsExactly("t1", "t2");
    }

    @Test
    void a_deleted_database_takes_its_tables_along() {
        create("sales");
        aws.glue.deleteDatabase(r -> r.name("lake"));
        aws.glue.createDatabase(r -> r.databaseInput(d -> d.name("lake")));

        assertThat(aws.glue.getTables(r -> r.databaseName("lake")).tableList()).isEmpty();
    }

    @Test
    void many_deletions_tell_of_each_table_that_was_not_there() {
        create("sales");

        var errors = aws.glue
                .batchDeleteTable(r -> r.databaseName("lake").tablesToDelete("sales", "none"))
                .errors();

        assertThat(errors).singleElement().satisfies(error -> {
            assertThat(error.tableName()).isEqualTo("none");
            assertThat(error.errorDetail().errorCode()).isEqualTo("EntityNotFoundException");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "year = 2008 | 2008-01 2008-02 2008-11",
                "year = '2008' and region = 'west' | 2008-01",
                "month > 2 | 2008-11 2009-03",
                "month between 2 and 3 | 2008-02 2009-03",
                "year in (2009, 2010) or month = 1 | 2008-01 2009-03",
                "not (year = 2008) | 2009-03",
                "year <> 2008 | 2009-03",
                "region like 'w%' | 2008-01 2009-03",
                "region not like 'w%' | 2008-02 2008-11",
            })
    void partitions_are_found_by_an_expression_over_their_keys(String expression, String found) {
        partitioned();

        assertThat(aws.glue
                        .getPartitions(
                                r -> r.databaseName("lake").tableName("sales").expression(expression))
                        .partitions())
                .extracting(partition -> "%s-%02d"
                        .formatted(
                                partition.values().get(0),
                                Integer.parseInt(partition.values().get(1))))
                .containsExactlyInAnyOrder(found.split(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"day = 1", "year =", "year = 2008 and", "year ! 3", "(year = 1"})
    void an_expression_that_makes_no_sense_is_refused(String expression) {
        partitioned();

        assertThatThrownBy(() -> aws.glue.getPartitions(
                        r -> r.databaseName("lake").tableName("sales").expression(expression)))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void partitions_are_made_changed_and_removed() {
        partitioned();

        assertThat(aws.glue
                        .batchCreatePartition(r -> r.databaseName("lake")
                                .tableName("sales")
                                .partitionInputList(partition("2008", "1", "west"), partition("2010", "1", "west")))
                        .errors())
                .singleElement()
                .satisfies(error -> assertThat(error.errorDetail().errorCode()).isEqualTo("AlreadyExistsException"));
        aws.glue.updatePartition(r -> r.databaseName("lake")
                .tableName("sales")
                .partitionValueList("2010", "1", "west")
                .partitionInput(PartitionInput.builder()
                        .values("2010", "1", "west")
                        .parameters(Map.of("a", "b"))
                        .build()));
        assertThat(aws.glue
                        .getPartition(
                                r -> r.databaseName("lake").tableName("sales").partitionValues("2010", "1", "west"))
                        .partition()
                        .parameters())
                .containsEntry("a", "b");
        aws.glue.batchDeletePartition(r -> r.databaseName("lake")
                .tableName("sales")
                .partitionsToDelete(
                        PartitionValueList.builder().values("2010", "1", "west").build()));
        assertThatThrownBy(() -> aws.glue.getPartition(
                        r -> r.databaseName("lake").tableName("sales").partitionValues("2010", "1", "west")))
                .isInstanceOf(EntityNotFoundException.class);
        assertThatThrownBy(() -> aws.glue.createPartition(r -> r.databaseName("lake")
                        .tableName("sales")
                        .partitionInput(PartitionInput.builder().values("2010").build())))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void partitions_come_in_segments_that_together_are_all() {
        partitioned();

        var all = IntStream.range(0, 3)
                .boxed()
                .flatMap(i -> aws
                        .glue
                        .getPartitions(r -> r.databaseName("lake")
                                .tableName("sales")
                                .segment(s -> s.segmentNumber(i).totalSegments(3)))
                        .partitions()
                        .stream())
                .map(Partition::values)
                .toList();

        assertThat(all).hasSize(4).doesNotHaveDuplicates();
    }

    @Test
    void the_catalog_outlives_a_restart() {
        create("sales");
        aws.close();
        aws = new GlueAws(home, Optional.empty());

        assertThat(table("sales").storageDescriptor().columns())
                .extracting(Column::name)
                .containsExactly("id");
    }

    @Test
    void another_process_sees_the_catalog_as_its_role_may_and_writes_tables_for_all() {
        create("sales");
        CatalogAccess catalog = LocalAwsFiles.open(home).catalogAs(GlueAws.ROLE, GLUE, "run");

        assertThat(catalog.databases()).containsExactly("lake");
        assertThat(catalog.table("lake", "sales")).hasValueSatisfying(table -> {
            assertThat(table.columns()).containsExactly(new CatalogAccess.Column("id", "bigint"));
            assertThat(table.location()).isEqualTo("s3://raw/sales/");
        });
        catalog.putTable(new CatalogAccess.Table(
                "lake",
                "refined",
                "EXTERNAL_TABLE",
                List.of(new CatalogAccess.Column("a", "int")),
                List.of(),
                "s3://raw/refined/",
                "in",
                "out",
                "serde",
                Map.of("serialization.format", "1"),
                Map.of("classification", "parquet")));
        assertThat(table("refined").parameters()).containsEntry("classification", "parquet");
        assertThat(table("refined").createdBy()).endsWith("assumed-role/crawler/run");
        assertThat(catalog.dropTable("lake", "refined")).isTrue();
        assertThat(catalog.dropTable("lake", "refined")).isFalse();

        aws.detach("service-role/AWSGlueServiceRole");
        assertThatThrownBy(() -> catalog.table("lake", "sales"))
                .isInstanceOf(ObjectAccess.AccessDenied.class)
                .hasMessageContaining("glue:GetTable");
    }

    @Test
    void an_operation_that_is_not_built_says_so() {
        assertThatThrownBy(() -> aws.glue.createWorkflow(r -> r.name("w")))
                .isInstanceOfSatisfying(
                        GlueException.class, e -> assertThat(e.statusCode()).isEqualTo(501));
    }

    private void partitioned() {
        aws.glue.createTable(r -> r.databaseName("lake")
                .tableInput(input("sales")
                        .partitionKeys(key("year", "string"), key("month", "int"), key("region", "string"))
                        .build()));
        aws.glue.batchCreatePartition(r -> r.databaseName("lake")
                .tableName("sales")
                .partitionInputList(
                        partition("2008", "1", "west"),
                        partition("2008", "2", "east"),
                        partition("2008", "11", "east"),
                        partition("2009", "3", "west")));
    }

    private static Column key(String name, String type) {
        return Column.builder().name(name).type(type).build();
    }

    private static PartitionInput partition(String... values) {
        return PartitionInput.builder().values(values).build();
    }

    private void create(String name) {
        aws.glue.createTable(r -> r.databaseName("lake").tableInput(input(name).build()));
    }

    private Table table(String name) {
        return aws.glue.getTable(r -> r.databaseName("lake").name(name)).table();
    }

    private static TableInput.Builder input(String name) {
        return TableInput.builder()
                .name(name)
                .tableType("EXTERNAL_TABLE")
                .storageDescriptor(s -> s.location("s3://raw/" + name.toLowerCase(java.util.Locale.ROOT) + "/")
                        .columns(key("id", "bigint")));
    }
}
