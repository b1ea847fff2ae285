package dev.cuesheet.aws.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cuesheet.aws.AwsException;
import dev.cuesheet.aws.AwsException.Reason;
import dev.cuesheet.aws.glue.GlueCatalog;
import dev.cuesheet.aws.glue.GlueColumn;
import dev.cuesheet.aws.glue.GlueDatabase;
import dev.cuesheet.aws.glue.GlueTable;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@link GlueCatalog} does on every Glue. */
interface GlueCatalogContract extends Backend {

    default GlueCatalog catalog() {
        return aws().glueCatalog();
    }

    default void inDatabase(Consumer<String> body) {
        var database = unique("catalog").replace('-', '_');
        catalog().createDatabaseIfAbsent(database, "for a test");
        try {
            body.accept(database);
        } finally {
            catalog().deleteDatabase(database);
        }
    }

    @Test
    default void a_database_is_made_once_and_found_until_it_is_deleted() {
        var database = unique("db").replace('-', '_');
        assertThat(catalog().findDatabase(database)).isEmpty();
        assertThat(catalog().createDatabaseIfAbsent(database, "raw files")).isTrue();
        assertThat(catalog().createDatabaseIfAbsent(database, "raw files")).isFalse();
        assertThat(catalog().getDatabase(database).description()).isEqualTo("raw files");
        assertThat(catalog().listDatabases().map(GlueDatabase::name)).contains(database);
        catalog().deleteDatabase(database);
        catalog().deleteDatabase(database);
        assertThat(catalog().findDatabase(database)).isEmpty();
    }

    @Test
    default void a_table_keeps_everything_that_was_said_of_it() {
        inDatabase(database -> {
            var table = new GlueTable(
                    database,
                    "sales",
                    "EXTERNAL_TABLE",
                    "s3://raw/sales/",
                    List.of(GlueColumn.of("salesid", "int"), new GlueColumn("price", "decimal(8,2)", "in dollars")),
                    List.of(GlueColumn.of("ds", "string")),
                    "org.apache.hadoop.mapred.TextInputFormat",
                    "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
                    "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe",
                    Map.of("field.delim", "|"),
                    Map.of("classification", "csv"));
            catalog().putTable(table);
            var kept = catalog().getTable(database, "sales");
            assertThat(kept)
                    .usingRecursiveComparison()
                    .ignoringFields("parameters")
                    .isEqualTo(table);
            assertThat(kept.classification()).isEqualTo("csv");
            assertThat(kept.column("PRICE").orElseThrow().type()).isEqualTo("decimal(8,2)");
            assertThat(kept.column("ds")).isPresent();
            assertThat(catalog().listPartitions(database, "sales")).isEmpty();
        });
    }

    @Test
    default void a_table_put_again_is_replaced() {
        inDatabase(database -> {
            catalog().putTable(table(database, "sales", "int"));
            catalog().putTable(table(database, "sales", "bigint"));
            assertThat(catalog().getTable(database, "sales").columns().get(0).type())
                    .isEqualTo("bigint");
            catalog().deleteTable(database, "sales");
            catalog().deleteTable(database, "sales");
            assertThat(catalog().findTable(database, "sales")).isEmpty();
        });
    }

    @Test
    default void tables_are_listed_to_the_last_page() {
        inDatabase(database -> {
            var names = IntStream.range(0, 105).mapToObj("t%03d"::formatted).toList();
            names.forEach(name -> catalog().putTable(table(database, name, "int")));
            assertThat(catalog().listTables(database).map(GlueTable::name)).containsExactlyInAnyOrderElementsOf(names);
        });
    }

    @Test
    default void a_table_of_a_database_that_is_not_there_is_named_in_the_message() {
        var database = unique("none").replace('-', '_');
        assertThat(catalog().findTable(database, "sales")).isEmpty();
        assertThatExceptionOfType(AwsException.class)
                .isThrownBy(() -> catalog().getTable(database, "sales"))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.NOT_FOUND))
                .satisfies(e -> assertThat(e.errorCode()).contains("EntityNotFoundException"))
                .withMessageContaining("Could not look up table %s.sales".formatted(database));
    }

    private static GlueTable table(String database, String name, String type) {
        return new GlueTable(
                database,
                name,
                "EXTERNAL_TABLE",
                "s3://raw/" + name + "/",
                List.of(GlueColumn.of("id", type)),
                List.of(),
                "",
                "",
                "",
                Map.of(),
                Map.of());
    }
}
