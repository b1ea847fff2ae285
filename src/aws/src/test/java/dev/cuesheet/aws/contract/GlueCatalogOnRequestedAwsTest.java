package dev.cuesheet.aws.contract;

class GlueCatalogOnRequestedAwsTest extends OnRequestedAws implements GlueCatalogContract {}
