package dev.cuesheet.localaws.internal.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cuesheet.localaws.internal.http.Request;
import dev.cuesheet.localaws.internal.wire.AwsError;
import dev.cuesheet.localaws.internal.wire.Percent;
import java.util.regex.Pattern;

/**
 * What a request points at: the service, a bucket or an object.
 *
 * @param bucket empty for the service
 * @param key empty for the service and for a bucket
 */
record S3Address(String bucket, String key) {
    private static final int LONGEST_KEY = 1024;
    private static final Pattern BUCKET_IN_HOST = Pattern.compile(
            "(?<bucket>.+?)\\.(?:s3[.-].+|(?:s3\\.)?localhost(?:\\..+)?)(?::\\d+)?", Pattern.CASE_INSENSITIVE);

    /** Path style is {@code host/bucket/key}, virtual host style {@code bucket.host/key}. */
    static S3Address of(Request request) {
        var path = request.rawPath().startsWith("/") ? request.rawPath().substring(1) : request.rawPath();
        var host = BUCKET_IN_HOST.matcher(request.header("host").orElse(""));
        if (host.matches()
                && !host.group("bucket").equals("s3")
                && !host.group("bucket").startsWith("s3.")) {
            return of(host.group("bucket"), path);
        }
        int slash = path.indexOf('/');
        return slash < 0 ? of(path, "") : of(path.substring(0, slash), path.substring(slash + 1));
    }

    /** The source of a copy, as in {@code x-amz-copy-source}: percent-encoded, with or without a slash at the start. */
    static S3Address ofCopySource(String header) {
        var path = header.startsWith("/") ? header.substring(1) : header;
        int question = path.indexOf('?');
        var encoded = question < 0 ? path : path.substring(0, question);
        var decoded = encoded.contains("/") ? encoded : Percent.decode(encoded);
        int slash = decoded.indexOf('/');
        if (slash < 1 || slash == decoded.length() - 1) {
            throw S3Errors.invalidArgument(
                    "Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
        }
        return of(decoded.substring(0, slash), decoded.substring(slash + 1));
    }

    private static S3Address of(String rawBucket, String rawKey) {
        var key = Percent.decode(rawKey);
        if (key.getBytes(UTF_8).length > LONGEST_KEY) {
            throw new AwsError(400, "KeyTooLongError", "Your key is too long: at most 1024 bytes of UTF-8");
        }
        return new S3Address(Percent.decode(rawBucket), key);
    }

    static String arn(String bucket) {
        return "arn:aws:s3:::" + bucket;
    }

    static String arn(String bucket, String key) {
        return arn(bucket) + "/" + key;
    }
}
