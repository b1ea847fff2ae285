package dev.cuesheet.aws.contract;

class GlueCrawlersOnRequestedAwsTest extends OnRequestedAws implements GlueCrawlersContract {}
