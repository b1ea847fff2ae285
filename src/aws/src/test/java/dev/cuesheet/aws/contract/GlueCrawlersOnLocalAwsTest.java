package dev.cuesheet.aws.contract;

class GlueCrawlersOnLocalAwsTest extends OnLocalAws implements GlueCrawlersContract {}
