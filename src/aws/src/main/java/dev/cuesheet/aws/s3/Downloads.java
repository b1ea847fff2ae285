package dev.cuesheet.aws.s3;

import dev.cuesheet.aws.Calls;
import dev.cuesheet.aws.S3Uri;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/** Fetches objects into files. */
final class Downloads {
    private static final int BUFFER = 64 << 10;
    private final Calls<S3Client> s3;

    Downloads(Calls<S3Client> s3) {
        this.s3 = s3;
    }

    void download(S3Uri from, Path file, TransferProgress progress) {
        var target = file.toAbsolutePath();
        try {
            Files.createDirectories(target.getParent());
            var partial = Files.createTempFile(target.getParent(), "." + target.getFileName(), ".part");
            try {
                fetch(from, partial, progress);
                Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(partial);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Could not download %s to %s: %s".formatted(from, file, e), e);
        }
    }

    private void fetch(S3Uri from, Path partial, TransferProgress progress) {
        var request =
                GetObjectRequest.builder().bucket(from.bucket()).key(from.key()).build();
        // The SDK runs the transformer anew when the connection breaks, and the file is then written from its start.
        s3.call(
                "GetObject",
                "download " + from,
                c -> c.getObject(request, (response, content) -> {
                    copy(content, partial, response.contentLength(), progress);
                    return response;
                }));
    }

    private static void copy(InputStream content, Path file, long total, TransferProgress progress) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            var buffer = new byte[BUFFER];
            var done = 0L;
            for (var read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                out.write(buffer, 0, read);
                done += read;
                progress.transferred(done, total);
            }
        }
    }
}
