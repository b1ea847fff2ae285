package dev.cuesheet.aws.contract;

class S3OnLocalAwsTest extends OnLocalAws implements S3Contract {}
