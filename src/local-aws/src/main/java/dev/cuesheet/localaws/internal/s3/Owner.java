package dev.cuesheet.localaws.internal.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cuesheet.localaws.internal.wire.XmlElement;
import java.util.HexFormat;

/** The account as S3 shows it: by a canonical id of 64 hexadecimal digits. */
record Owner(String canonicalId) {

    static Owner of(String accountId) {
        return new Owner(
                HexFormat.of().formatHex(ChecksumAlgorithm.digest("SHA-256").digest(accountId.getBytes(UTF_8))));
    }

    void addTo(XmlElement parent) {
        parent.child("Owner").with("ID", canonicalId);
    }
}
