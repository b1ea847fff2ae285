package dev.cuesheet.bench;

import static java.util.stream.Collectors.joining;

import dev.cuesheet.aws.AwsClients;
import dev.cuesheet.aws.glue.GlueTable;
import dev.cuesheet.bench.bare.BareEtl;
import dev.cuesheet.ingest.tickit.TickitTable;
import dev.cuesheet.localaws.LocalAws;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** TICKIT's raw tables as the crawler described them: columns, types and delimiters. */
record CrawledTables(List<GlueTable> tables) {

    /** Reads the Data Catalog of a pipeline that has ended. */
    static CrawledTables of(Path folder) {
        try (var aws = LocalAws.builder()
                        .home(Program.home(folder).resolve("aws"))
                        .build()
                        .start();
                var clients = AwsClients.builder()
                        .endpoint(aws.endpoint())
                        .region(aws.region())
                        .credentials(aws.accessKeyId(), aws.secretAccessKey())
                        .build()) {
            return new CrawledTables(
                    clients.glueCatalog().listTables(BareEtl.DATABASE).toList());
        }
    }

    /** The same tables in Spark's SQL, one statement a line, over plain files instead of objects. */
    List<String> declaredOver(Path source) {
        return tables.stream().map(table -> declaration(table, source)).toList();
    }

    private static String declaration(GlueTable table, Path source) {
        var columns = table.columns().stream()
                .map(column -> "`%s` %s".formatted(column.name(), column.type()))
                .collect(joining(", "));
        return "CREATE TABLE %s.`%s` (%s) USING csv OPTIONS (path '%s', sep '%s', quote '')"
                .formatted(table.database(), table.name(), columns, source.resolve(file(table)), delimiter(table));
    }

    private static String file(GlueTable table) {
        return Arrays.stream(TickitTable.values())
                .filter(tickit -> tickit.tableName().equals(table.name()))
                .findFirst()
                .orElseThrow()
                .fileName();
    }

    private static String delimiter(GlueTable table) {
        return table.serdeParameters().getOrDefault("field.delim", ",").replace("\t", "\\t");
    }
}
