package dev.cuesheet.cli.diagram;

import dev.cuesheet.cli.diagram.Graph.Edge;
import dev.cuesheet.cli.diagram.Graph.Kind;
import dev.cuesheet.cli.diagram.Graph.Node;
import dev.cuesheet.ingest.tickit.TickitTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The way of the data through {@code tickit_etl}, from files to answers. */
public final class TickitPipeline {
    private TickitPipeline() {}

    public static Graph graph() {
        var files =
                Arrays.stream(TickitTable.values()).map(TickitTable::fileName).toList();
        var tables =
                Arrays.stream(TickitTable.values()).map(TickitTable::tableName).toList();
        return new Graph(
                "tickit_etl: from files to answers",
                List.of(
                        new Node("files", Kind.STORE, "Source files", files),
                        new Node("land", Kind.MAPPED, "Check and land", List.of("every file under its own prefix")),
                        new Node("raw", Kind.STORE, "S3 raw bucket", tables),
                        new Node("crawler", Kind.STEP, "Glue crawler", List.of("infers columns and types")),
                        new Node("catalog", Kind.STORE, "Glue Data Catalog", List.of("one table a prefix")),
                        new Node("job", Kind.STEP, "Glue job", List.of("tickit_etl.scala on Spark", "clean and join")),
                        new Node("curated", Kind.STORE, "S3 curated bucket", List.of("sales_consolidated", "Parquet")),
                        new Node("copy", Kind.STEP, "COPY", List.of("one transaction", "by the Data API")),
                        new Node("warehouse", Kind.STORE, "Redshift", warehouse(tables)),
                        new Node("verify", Kind.STEP, "Verify", List.of("rows, keys, references", "money to the cent")),
                        new Node("report", Kind.STORE, "Report", List.of("terminal, HTML, JSON"))),
                List.of(
                        new Edge("files", "land", ""),
                        new Edge("land", "raw", ""),
                        new Edge("raw", "crawler", ""),
                        new Edge("crawler", "catalog", ""),
                        new Edge("catalog", "job", ""),
                        new Edge("raw", "job", ""),
                        new Edge("job", "curated", ""),
                        new Edge("curated", "copy", ""),
                        new Edge("raw", "copy", ""),
                        new Edge("copy", "warehouse", ""),
                        new Edge("warehouse", "verify", ""),
                        new Edge("verify", "report", "")));
    }

    private static List<String> warehouse(List<String> tables) {
        var all = new ArrayList<>(tables);
        all.add("sales_consolidated");
        return List.copyOf(all);
    }
}
