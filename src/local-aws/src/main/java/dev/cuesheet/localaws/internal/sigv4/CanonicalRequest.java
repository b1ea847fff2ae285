package dev.cuesheet.localaws.internal.sigv4;

import dev.cuesheet.localaws.internal.http.Request;
import dev.cuesheet.localaws.internal.wire.Percent;
import java.util.List;
import java.util.stream.Collectors;

/** The form of a request that both sides sign, whatever the wire did to its spelling. */
final class CanonicalRequest {
    private CanonicalRequest() {}

    static String of(Request request, Signature signature, String payloadHash) {
        return request.method()
                + "\n" + path(request, signature.scope().service())
                + "\n" + query(request)
                + "\n" + headers(request, signature.signedHeaders())
                + "\n" + String.join(";", signature.signedHeaders())
                + "\n" + payloadHash;
    }

    /** S3 signs the path as it is; all others sign it encoded once more. */
    private static String path(Request request, String service) {
        var path = Percent.encodePath(Percent.decode(request.rawPath()));
        if (path.isEmpty()) {
            return "/";
        }
        return service.equals("s3") ? path : Percent.encodePath(path);
    }

    private static String query(Request request) {
        return request.query().all().stream()
                .filter(parameter -> !parameter.getKey().equals("X-Amz-Signature"))
                .map(parameter -> Percent.encode(parameter.getKey()) + "=" + Percent.encode(parameter.getValue()))
                .sorted(CanonicalRequest::byNameThenValue)
                .collect(Collectors.joining("&"));
    }

    /** The equals sign sorts after some letters of names, hence not plain text order. */
    private static int byNameThenValue(String left, String right) {
        var leftParts = left.split("=", 2);
        var rightParts = right.split("=", 2);
        int names = leftParts[0].compareTo(rightParts[0]);
        return names != 0 ? names : leftParts[1].compareTo(rightParts[1]);
    }

    private static String headers(Request request, List<String> names) {
        var out = new StringBuilder();
        for (var name : names) {
            var values = request.headers().getOrDefault(name, List.of());
            out.append(name)
                    .append(':')
                    .append(values.stream()
                            .map(value -> value.trim().replaceAll(" +", " "))
                            .collect(Collectors.joining(",")))
                    .append('\n');
        }
        return out.toString();
    }
}
