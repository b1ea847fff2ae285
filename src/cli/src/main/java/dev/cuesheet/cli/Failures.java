package dev.cuesheet.cli;

import dev.cuesheet.cli.terminal.Tty;
import dev.cuesheet.engine.InvalidParamException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** Says in one message what went wrong. A stack trace is for those who ask for it. */
final class Failures {
    /** What a full disk is called by the operating system, by SQLite and by DuckDB. */
    private static final List<String> DISK_FULL =
            List.of("No space left on device", "Disk quota exceeded", "database or disk is full", "SQLITE_FULL");

    private Failures() {}

    static int explain(Throwable failure, CuesheetCommand cuesheet) {
        var err = cuesheet.shell().err();
        err.println(cuesheet.style(Tty.Stream.ERR).red("cuesheet:") + " " + message(failure, cuesheet.home()));
        if (cuesheet.debug()) {
            failure.printStackTrace(err);
        }
        return failure instanceof InvalidParamException ? CommandLines.USAGE : CommandLines.FAILED;
    }

    /** @param home named in the message when its disk is full */
    static String message(Throwable failure, Home home) {
        var full = causes(failure).filter(Failures::isDiskFull).findFirst();
        if (full.isPresent()) {
            return "The disk is full: %s. Free some space there, or keep state elsewhere with --home DIR (now %s)."
                    .formatted(firstLine(full.get()), home.folder());
        }
        return ownMessage(unwrapped(failure))
                .orElseGet(() ->
                        "Unexpected failure, which is a fault of Cuesheet's: %s. Run again with --debug to see where."
                                .formatted(unwrapped(failure)));
    }

    private static Optional<String> ownMessage(Throwable failure) {
        if (failure instanceof NoSuchFileException e) {
            return Optional.of("There is no file or folder %s.".formatted(e.getFile()));
        }
        if (failure instanceof AccessDeniedException e) {
            return Optional.of("No permission to use %s.".formatted(e.getFile()));
        }
        if (failure instanceof FileAlreadyExistsException e) {
            return Optional.of("%s is there already, and is not a folder.".formatted(e.getFile()));
        }
        if (failure instanceof NotDirectoryException e) {
            return Optional.of("%s is not a folder.".formatted(e.getFile()));
        }
        if (failure instanceof NoClassDefFoundError) {
            return Optional.of("The Java in %s lacks %s. Run with a full JDK of version 17 or later."
                    .formatted(System.getProperty("java.home"), failure.getMessage()));
        }
        if (failure instanceof OutOfMemoryError) {
            return Optional.of("Java ran out of memory: %s. Give it more with java -Xmx1g -jar cuesheet.jar ..."
                    .formatted(failure.getMessage()));
        }
        boolean wellTold = failure.getClass().getName().startsWith("dev.cuesheet.") || failure instanceof IOException;
        return wellTold ? Optional.ofNullable(failure.getMessage()) : Optional.empty();
    }

    private static boolean isDiskFull(Throwable failure) {
        var message = failure.getMessage();
        return message != null && DISK_FULL.stream().anyMatch(message::contains);
    }

    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }

    private static Throwable unwrapped(Throwable failure) {
        var inner = failure;
        while (isWrapper(inner) && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }

    private static boolean isWrapper(Throwable failure) {
        return failure instanceof CompletionException
                || failure instanceof ExecutionException
                || failure instanceof UncheckedIOException;
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }
}
