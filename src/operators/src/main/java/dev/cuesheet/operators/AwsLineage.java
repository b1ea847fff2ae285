package dev.cuesheet.operators;

import dev.cuesheet.aws.S3Uri;
import dev.cuesheet.aws.redshift.RedshiftData;
import dev.cuesheet.aws.redshift.RedshiftTarget;
import dev.cuesheet.engine.lineage.LineageDataset;

/** Names of data in AWS, as OpenLineage writes them. */
final class AwsLineage {
    /** Redshift's own; the Data API does not tell another one. */
    private static final int REDSHIFT_PORT = 5439;

    private AwsLineage() {}

    static LineageDataset of(S3Uri place) {
        return LineageDataset.s3(place.bucket(), place.key());
    }

    /** @param target with its texts rendered */
    static LineageDataset of(RedshiftData data, RedshiftTarget target, String schema, String table) {
        var server = target.cluster() == null ? target.workgroup() : target.cluster();
        return new LineageDataset(
                "redshift://%s.%s:%d".formatted(server, data.region(), REDSHIFT_PORT),
                "%s.%s.%s".formatted(target.database(), schema, table));
    }
}
