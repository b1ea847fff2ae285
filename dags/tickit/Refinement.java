package tickit;

import dev.cuesheet.aws.S3Uri;
import dev.cuesheet.aws.glue.GlueJobRequest;
import dev.cuesheet.aws.glue.GlueJobSpec;
import dev.cuesheet.aws.s3.S3Store;
import dev.cuesheet.engine.TaskContext;
import dev.cuesheet.engine.Workspace;
import java.time.Duration;

/** The Glue job that cleans and joins the seven tables into one, as Parquet. */
final class Refinement {
    private static final String JOB = "tickit_etl";
    private static final String SCRIPT = "tickit_etl.scala";

    private final S3Store s3;
    private final Workspace workspace;

    Refinement(S3Store s3, Workspace workspace) {
        this.s3 = s3;
        this.workspace = workspace;
    }

    String uploadScript(TaskContext context, Lake lake) {
        var target = script(lake);
        s3.upload(workspace.resource("glue-scripts/" + SCRIPT), target);
        return target.toString();
    }

    static GlueJobSpec job(Lake lake) {
        return GlueJobSpec.named(JOB)
                .description("Joins TICKIT's seven tables into one row a sale")
                .role(lake.glueRole())
                .scala(script(lake), "TickitEtl")
                .glueVersion("5.0")
                .workers(2, "G.1X")
                .argument("--enable-glue-datacatalog", "true")
                .timeout(Duration.ofHours(1))
                .build();
    }

    static GlueJobRequest run(Lake lake) {
        return GlueJobRequest.forJob(JOB)
                .argument("--source_database", Lake.DATABASE)
                .argument("--target_path", lake.curated().toString())
                .build();
    }

    private static S3Uri script(Lake lake) {
        return lake.scripts().child(SCRIPT);
    }
}
