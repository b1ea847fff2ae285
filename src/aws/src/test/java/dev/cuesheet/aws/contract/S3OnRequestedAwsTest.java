package dev.cuesheet.aws.contract;

class S3OnRequestedAwsTest extends OnRequestedAws implements S3Contract {}
