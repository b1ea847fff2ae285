package dev.cuesheet.aws.contract;

class StsOnRequestedAwsTest extends OnRequestedAws implements StsContract {}
