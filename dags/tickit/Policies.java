package tickit;

/** Who may do what: two roles, each with what its work needs and no more. */
final class Policies {
    private Policies() {}

    static String trust(String service) {
        return """
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "Principal": {"Service": "%s"}, "Action": "sts:AssumeRole"}]}
                """
                .formatted(service);
    }

    /** Crawler and job read raw files and scripts, and write curated ones. */
    static String glueStorage(Lake lake) {
        return """
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "Action": "s3:ListBucket",
                   "Resource": ["arn:aws:s3:::%1$s", "arn:aws:s3:::%2$s", "arn:aws:s3:::%3$s"]},
                  {"Effect": "Allow", "Action": "s3:GetObject",
                   "Resource": ["arn:aws:s3:::%1$s/*", "arn:aws:s3:::%2$s/*"]},
                  {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
                   "Resource": "arn:aws:s3:::%3$s/*"}]}
                """
                .formatted(lake.bucket("raw"), lake.bucket("scripts"), lake.bucket("curated"));
    }

    /** The crawler writes the tables of one database, the job reads them, both write their logs. */
    static String glueCatalog(Lake lake) {
        return """
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow",
                   "Action": ["glue:GetDatabase", "glue:GetDatabases", "glue:GetTable", "glue:GetTables",
                     "glue:CreateTable", "glue:UpdateTable", "glue:DeleteTable", "glue:GetPartition",
                     "glue:GetPartitions", "glue:BatchGetPartition", "glue:BatchCreatePartition"],
                   "Resource": ["arn:aws:glue:%1$s:%2$s:catalog", "arn:aws:glue:%1$s:%2$s:database/default",
                     "arn:aws:glue:%1$s:%2$s:database/%3$s", "arn:aws:glue:%1$s:%2$s:table/%3$s/*"]},
                  {"Effect": "Allow",
                   "Action": ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
                   "Resource": "arn:aws:logs:%1$s:%2$s:log-group:/aws-glue/*"}]}
                """
                .formatted(lake.region(), lake.account(), Lake.DATABASE);
    }

    /** COPY reads raw and curated files. */
    static String redshiftStorage(Lake lake) {
        return """
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "Action": "s3:ListBucket",
                   "Resource": ["arn:aws:s3:::%1$s", "arn:aws:s3:::%2$s"]},
                  {"Effect": "Allow", "Action": "s3:GetObject",
                   "Resource": ["arn:aws:s3:::%1$s/*", "arn:aws:s3:::%2$s/*"]}]}
                """
                .formatted(lake.bucket("raw"), lake.bucket("curated"));
    }
}
