package tickit;

import static java.time.Duration.ofSeconds;

import dev.cuesheet.aws.AwsClients;
import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.Retries;
import dev.cuesheet.engine.Schedule;
import dev.cuesheet.engine.Workspace;
import dev.cuesheet.operators.AwsTask;
import dev.cuesheet.operators.GlueJobTask;
import java.time.ZoneId;

/** Every night: lands TICKIT in S3, catalogs it, refines it with Spark, loads Redshift, checks the load and answers. */
public final class TickitEtl {
    private TickitEtl() {}

    public static Dag dag(AwsClients aws, Workspace workspace) {
        var storage = new Storage(aws.s3());
        var catalog = new Catalog(aws.glueCrawlers(), aws.glueCatalog());
        var refinement = new Refinement(aws.s3(), workspace);
        var warehouse = new Warehouse(aws.s3(), aws.redshiftClusters(), aws.redshiftData());
        var answers = new Answers(aws.redshiftData(), workspace);

        var dag = Dag.named("tickit_etl")
                .description("Lands TICKIT in S3, catalogs it, refines it with Spark, loads Redshift, checks and answers")
                .tag("tickit")
                .schedule(Schedule.daily("02:00", ZoneId.of("UTC")))
                .maxActiveRuns(1)
                .catchup(false)
                .retries(Retries.upTo(2).backingOffFrom(ofSeconds(5)))
                .param("source", "", "folder with the seven public files; generated ones when empty")
                .param("scale", 1, "how many times the public number of facts to generate")
                .param("seed", 42, "what the generated files follow from")
                .param("year", 2008, "the year that the answers are about")
                .param("sellers", 10, "how many top sellers to name")
                .param("load", "copy", "how the warehouse is loaded: copy");

        var source = dag.task("check_source", new Source(workspace));
        var lake = dag.task("create_access", AwsTask.of(new Access(aws)));
        var database = dag.task("create_warehouse", lake, AwsTask.of(warehouse::create));

        var files = dag.task("list_files", source, lake, storage::filesToLand);
        var landed = dag.expand("land", files, AwsTask.of(storage::land));
        var script = dag.task("upload_script", lake, AwsTask.of(refinement::uploadScript));

        var crawled = dag.task("crawl", lake, AwsTask.of(catalog::crawl)).after(landed);
        var cataloged = dag.task("check_catalog", AwsTask.of(catalog::check)).after(crawled);
        var refined = dag.task("refine", lake, GlueJobTask.of(aws.glueJobs(), Refinement::job, Refinement::run))
                .after(cataloged, script);

        var loaded = dag.task("load_warehouse", lake, database, AwsTask.of(warehouse::load))
                .after(refined);
        var verified = dag.task("verify", source, database, AwsTask.of(warehouse::verify))
                .after(loaded);
        var report = dag.task("answer", database, AwsTask.of(answers::ask)).after(verified);
        dag.task("report", report, answers::publish);
        return dag.build();
    }
}
