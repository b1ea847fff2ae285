package dev.cuesheet.aws.contract;

class GlueCatalogOnLocalAwsTest extends OnLocalAws implements GlueCatalogContract {}
