package dev.cuesheet.operators;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.aws.AwsException;
import dev.cuesheet.aws.S3Uri;
import dev.cuesheet.aws.s3.S3Object;
import dev.cuesheet.aws.s3.S3Store;
import dev.cuesheet.aws.s3.UploadOptions;
import dev.cuesheet.engine.Operator;
import dev.cuesheet.engine.TaskContext;
import dev.cuesheet.engine.TaskFailure;
import dev.cuesheet.engine.lineage.DeclaresLineage;
import dev.cuesheet.engine.lineage.Lineage;
import dev.cuesheet.engine.lineage.LineageDataset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Uploads a file, streaming it, and tells its progress in bytes. An object that holds the same content already is left
 * alone, so that a repeated run moves nothing. Immutable; safe to share between threads.
 */
public final class LocalFileToS3Operator implements Operator<LandedFile>, DeclaresLineage {
    private static final Logger log = LoggerFactory.getLogger(LocalFileToS3Operator.class);
    private final S3Store s3;
    private final String file;
    private final String target;
    private final boolean replace;

    private LocalFileToS3Operator(S3Store s3, String file, String target, boolean replace) {
        this.s3 = requireNonNull(s3, "s3");
        this.file = requireNonNull(file, "file");
        this.target = requireNonNull(target, "target");
        this.replace = replace;
    }

    public LocalFileToS3Operator(S3Store s3, Path file, S3Uri target) {
        this(s3, file.toString(), target.toString());
    }

    /** Both places may be templates. */
    public LocalFileToS3Operator(S3Store s3, String file, String target) {
        this(s3, file, target, true);
    }

    /** Fails when the object is there with other content, instead of replacing it. */
    public LocalFileToS3Operator keepingWhatIsThere() {
        return new LocalFileToS3Operator(s3, file, target, false);
    }

    @Override
    public Map<String, String> templates() {
        return Map.of("file", file, "target", target);
    }

    @Override
    public Lineage lineage(UnaryOperator<String> render) {
        var from = Path.of(render.apply(file)).toAbsolutePath().normalize();
        return new Lineage(
                List.of(LineageDataset.file(from.toString())),
                List.of(AwsLineage.of(S3Uri.parse(render.apply(target)))));
    }

    @Override
    public LandedFile execute(TaskContext context) throws InterruptedException {
        var from = Path.of(context.render(file));
        var to = S3Uri.parse(context.render(target));
        if (!Files.isRegularFile(from) || !Files.isReadable(from)) {
            throw TaskFailure.permanent("There is no readable file %s to upload to %s".formatted(from, to));
        }
        return AwsWork.attempt(() -> land(context, from, to));
    }

    private LandedFile land(TaskContext context, Path from, S3Uri to) {
        var existing = s3.find(to);
        if (existing.isPresent() && s3.holdsContentOf(existing.get(), from)) {
            log.info("{} holds the content of {} already", to, from);
            context.progress()
                    .update("bytes", existing.get().size(), existing.get().size());
            return landed(existing.get(), false);
        }
        if (existing.isPresent() && !replace) {
            throw occupied(from, to);
        }
        var options = replace ? UploadOptions.replacing() : UploadOptions.ifAbsent();
        var object = upload(context, from, to, options);
        log.info("Uploaded {} to {}, {} bytes", from, to, object.size());
        return landed(object, true);
    }

    private S3Object upload(TaskContext context, Path from, S3Uri to, UploadOptions options) {
        try {
            return s3.upload(
                    from,
                    to,
                    options.reportingTo((done, total) -> context.progress().update("bytes", done, total)));
        } catch (AwsException e) {
            if (!replace && e.reason() == AwsException.Reason.ALREADY_EXISTS) {
                return sameContent(from, to).orElseThrow(() -> occupied(from, to));
            }
            throw e;
        }
    }

    /** When an answer was lost, the SDK's second try meets the object that the first one wrote. */
    private Optional<S3Object> sameContent(Path from, S3Uri to) {
        return s3.find(to).filter(object -> s3.holdsContentOf(object, from));
    }

    private static TaskFailure occupied(Path from, S3Uri to) {
        return TaskFailure.permanent(
                "%s is there with other content than %s, and must not be replaced. Delete it, or choose another key."
                        .formatted(to, from));
    }

    private static LandedFile landed(S3Object object, boolean uploaded) {
        return new LandedFile(object.uri(), object.size(), object.etag(), uploaded);
    }
}
