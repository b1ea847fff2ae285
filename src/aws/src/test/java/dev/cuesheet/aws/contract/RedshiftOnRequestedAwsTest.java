package dev.cuesheet.aws.contract;

class RedshiftOnRequestedAwsTest extends OnRequestedAws implements RedshiftContract {}
