package tickit;

import dev.cuesheet.aws.S3Uri;

/**
 * Where this account keeps TICKIT. Bucket names are shared by all of AWS, so they carry the account and the region.
 *
 * @param glueRole ARN of the role that crawler and job work under
 * @param redshiftRole ARN of the role that COPY works under
 */
record Lake(String account, String region, String glueRole, String redshiftRole) {
    static final String DATABASE = "tickit_raw";

    /** The raw files, each in a folder named like its table. */
    S3Uri raw() {
        return S3Uri.ofBucket(bucket("raw")).child("tickit/");
    }

    S3Uri scripts() {
        return S3Uri.ofBucket(bucket("scripts"));
    }

    /** The consolidated sales as Parquet. */
    S3Uri curated() {
        return S3Uri.ofBucket(bucket("curated")).child("sales_consolidated/");
    }

    String bucket(String purpose) {
        return "tickit-%s-%s-%s".formatted(purpose, account, region);
    }
}
