package dev.cuesheet.aws.s3;

import org.jspecify.annotations.Nullable;

/** Entity tags travel in quotes. */
final class Etags {
    private Etags() {}

    static String bare(@Nullable String etag) {
        return etag == null ? "" : etag.replace("\"", "");
    }
}
