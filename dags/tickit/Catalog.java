package tickit;

import dev.cuesheet.aws.glue.CrawlerSpec;
import dev.cuesheet.aws.glue.GlueCatalog;
import dev.cuesheet.aws.glue.GlueCrawlers;
import dev.cuesheet.aws.glue.GlueTable;
import dev.cuesheet.engine.TaskContext;
import dev.cuesheet.engine.TaskFailure;
import dev.cuesheet.ingest.tickit.TickitTable;
import dev.cuesheet.operators.GlueCrawlerOperator;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the raw files catalogued, and looks whether the catalog shows what the files are. */
final class Catalog {
    private static final Logger log = LoggerFactory.getLogger(Catalog.class);

    private final GlueCrawlers crawlers;
    private final GlueCatalog catalog;

    Catalog(GlueCrawlers crawlers, GlueCatalog catalog) {
        this.crawlers = crawlers;
        this.catalog = catalog;
    }

    String crawl(TaskContext context, Lake lake) throws Exception {
        var spec = CrawlerSpec.named("tickit_raw")
                .description("The seven raw files of TICKIT")
                .role(lake.glueRole())
                .database(Lake.DATABASE)
                .target(lake.raw())
                .build();
        catalog.createDatabaseIfAbsent(Lake.DATABASE, "TICKIT as it was landed");
        return new GlueCrawlerOperator(crawlers, spec).execute(context).describe();
    }

    /** The catalog must have the seven tables with the columns that the files have. */
    int check(TaskContext context) {
        var faults = new ArrayList<String>();
        for (var table : TickitTable.values()) {
            catalog.findTable(Lake.DATABASE, table.tableName())
                    .ifPresentOrElse(
                            found -> faults.addAll(faultsOf(table, found)),
                            () -> faults.add("table %s is missing".formatted(table.tableName())));
        }
        if (!faults.isEmpty()) {
            throw TaskFailure.permanent("The crawler did not find in database %s what the files hold: %s"
                    .formatted(Lake.DATABASE, String.join("; ", faults)));
        }
        return TickitTable.values().length;
    }

    /** One unreadable value makes a crawler see text; COPY will name its row, so here it is only a warning. */
    private static List<String> faultsOf(TickitTable table, GlueTable found) {
        var expected = table.columns();
        if (found.columns().size() != expected.size()) {
            return List.of("%s has %d columns instead of %d"
                    .formatted(table.tableName(), found.columns().size(), expected.size()));
        }
        var faults = new ArrayList<String>();
        for (int i = 0; i < expected.size(); i++) {
            var column = found.columns().get(i);
            if (!column.name().equals("col" + i)) {
                faults.add("%s.%s should be named col%d, as files without a header are"
                        .formatted(table.tableName(), column.name(), i));
            } else if (!expected.get(i).crawledAs().contains(column.type())) {
                var difference = "%s.%s (%s) is %s instead of %s"
                        .formatted(
                                table.tableName(),
                                column.name(),
                                expected.get(i).name(),
                                column.type(),
                                String.join(" or ", expected.get(i).crawledAs()));
                if (column.type().equals("string")) {
                    log.warn("{}: some value is not of that type", difference);
                } else {
                    faults.add(difference);
                }
            }
        }
        return faults;
    }
}
