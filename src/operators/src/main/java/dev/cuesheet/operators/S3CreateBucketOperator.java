package dev.cuesheet.operators;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.aws.s3.S3Store;
import dev.cuesheet.engine.Operator;
import dev.cuesheet.engine.TaskContext;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a bucket unless it is there; the result is its name. Immutable; safe to share between threads. */
public final class S3CreateBucketOperator implements Operator<String> {
    private static final Logger log = LoggerFactory.getLogger(S3CreateBucketOperator.class);
    private final S3Store s3;
    private final String bucket;

    public S3CreateBucketOperator(S3Store s3, String bucket) {
        this.s3 = requireNonNull(s3, "s3");
        this.bucket = requireNonNull(bucket, "bucket");
    }

    @Override
    public Map<String, String> templates() {
        return Map.of("bucket", bucket);
    }

    @Override
    public String execute(TaskContext context) throws InterruptedException {
        var name = context.render(bucket);
        var made = AwsWork.attempt(() -> s3.createBucketIfAbsent(name));
        log.info(made ? "Made bucket {}" : "Bucket {} is there already", name);
        return name;
    }
}
