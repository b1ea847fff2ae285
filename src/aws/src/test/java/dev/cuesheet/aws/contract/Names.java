package dev.cuesheet.aws.contract;

import java.util.UUID;

/** Names for what tests make. */
final class Names {
    private Names() {}

    static String unique(String purpose) {
        return "cuesheet-%s-%s".formatted(purpose, UUID.randomUUID().toString().substring(0, 12));
    }
}
