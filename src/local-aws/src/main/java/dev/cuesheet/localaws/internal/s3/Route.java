package dev.cuesheet.localaws.internal.s3;

import dev.cuesheet.localaws.internal.http.Reply;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * How an operation of S3 is told from the others.
 *
 * @param needs query parameters that must be there
 * @param mayHave query parameters that may be there; any other means another operation
 * @param copies whether the request names a source to copy
 */
record Route(
        String operation,
        String method,
        Level level,
        Set<String> needs,
        Set<String> mayHave,
        boolean copies,
        Handler handler) {

    /** What a path can point at. */
    enum Level {
        SERVICE,
        BUCKET,
        OBJECT;

        static Level of(S3Address address) {
            if (address.bucket().isEmpty()) {
                return SERVICE;
            }
            return address.key().isEmpty() ? BUCKET : OBJECT;
        }
    }

    /** Answers one call. */
    @FunctionalInterface
    interface Handler {
        Reply handle(S3Call call) throws IOException;
    }

    static Route on(Level level, String operation, String method, Handler handler) {
        return new Route(operation, method, level, Set.of(), Set.of(), false, handler);
    }

    Route needing(String... parameters) {
        return new Route(operation, method, level, Set.of(parameters), mayHave, copies, handler);
    }

    Route allowing(String... parameters) {
        return new Route(operation, method, level, needs, Set.of(parameters), copies, handler);
    }

    Route copying() {
        return new Route(operation, method, level, needs, mayHave, true, handler);
    }

    boolean takes(String requestMethod, Level requestLevel, Set<String> parameters, boolean hasSource) {
        if (!method.equals(requestMethod)
                || level != requestLevel
                || copies != hasSource
                || !parameters.containsAll(needs)) {
            return false;
        }
        var others = new HashSet<>(parameters);
        others.removeAll(needs);
        others.removeAll(mayHave);
        others.removeIf(name -> name.equals("x-id") || name.regionMatches(true, 0, "X-Amz-", 0, 6));
        return others.isEmpty();
    }
}
