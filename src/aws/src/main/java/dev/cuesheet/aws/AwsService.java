package dev.cuesheet.aws;

/** The services that have a wrapper here. */
public enum AwsService {
    S3,
    GLUE,
    REDSHIFT,
    REDSHIFT_DATA,
    IAM,
    STS
}
