package dev.cuesheet.aws.contract;

import dev.cuesheet.aws.AwsClients;

/** What a contract suite runs against. */
interface Backend {

    AwsClients aws();

    /** A name that no other test uses, good for buckets, roles and everything else: lower-case letters, digits, hyphens. */
    default String unique(String purpose) {
        return Names.unique(purpose);
    }
}
