package dev.cuesheet.aws.contract;

class StsOnLocalAwsTest extends OnLocalAws implements StsContract {}
