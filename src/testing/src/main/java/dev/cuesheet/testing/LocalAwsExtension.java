package dev.cuesheet.testing;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.localaws.LocalAws;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A local AWS for the tests of one class, empty at first, on a free port; its folder goes with it.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final LocalAwsExtension AWS = LocalAwsExtension.with(aws -> aws.sqlEngines(...));
 * }</pre>
 */
public final class LocalAwsExtension implements BeforeAllCallback, AfterAllCallback {
    private final UnaryOperator<LocalAws.Builder> settings;
    private @Nullable Path home;
    private @Nullable LocalAws aws;

    private LocalAwsExtension(UnaryOperator<LocalAws.Builder> settings) {
        this.settings = requireNonNull(settings, "settings");
    }

    /** S3, IAM, STS and Glue's catalog, without anything that answers SQL or runs jobs. */
    public static LocalAwsExtension plain() {
        return with(builder -> builder);
    }

    public static LocalAwsExtension with(UnaryOperator<LocalAws.Builder> settings) {
        return new LocalAwsExtension(settings);
    }

    /** The running AWS. Only while the tests of the class run. */
    public LocalAws aws() {
        if (aws == null) {
            throw new IllegalStateException("The local AWS runs only during the tests of its class");
        }
        return aws;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        home = Files.createTempDirectory("cuesheet-aws");
        aws = settings.apply(LocalAws.builder().home(home)).build().start();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (aws != null) {
            aws.close();
            aws = null;
        }
        if (home != null) {
            Files.walkFileTree(home, new Removal());
            home = null;
        }
    }

    private static final class Removal extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
