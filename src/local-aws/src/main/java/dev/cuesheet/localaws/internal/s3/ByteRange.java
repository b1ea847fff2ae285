package dev.cuesheet.localaws.internal.s3;

import dev.cuesheet.localaws.internal.wire.AwsError;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A stretch of an object, within its bounds.
 *
 * @param offset of the first byte
 * @param length in bytes
 */
record ByteRange(long offset, long length) {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");

    /**
     * The range that the header asks for; empty when it asks for none that S3 knows, which then counts as not given.
     *
     * @throws AwsError when no byte of the object lies in it
     */
    static Optional<ByteRange> of(String header, long size) {
        var match = RANGE.matcher(header.trim());
        if (!match.matches() || match.group(1).isEmpty() && match.group(2).isEmpty()) {
            return Optional.empty();
        }
        long first;
        long last;
        if (match.group(1).isEmpty()) {
            long suffix = number(match.group(2));
            first = Math.max(0, size - suffix);
            last = size - 1;
        } else {
            first = number(match.group(1));
            last = match.group(2).isEmpty() ? size - 1 : Math.min(number(match.group(2)), size - 1);
            if (!match.group(2).isEmpty() && number(match.group(2)) < first) {
                return Optional.empty();
            }
        }
        if (first >= size) {
            throw new AwsError(416, "InvalidRange", "The requested range is not satisfiable");
        }
        return Optional.of(new ByteRange(first, last - first + 1));
    }

    /** Numbers beyond all sizes are as good as the largest. */
    private static long number(String digits) {
        return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    String contentRange(long size) {
        return "bytes " + offset + "-" + (offset + length - 1) + "/" + size;
    }
}
