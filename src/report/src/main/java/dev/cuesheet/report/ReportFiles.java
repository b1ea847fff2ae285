package dev.cuesheet.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes renderings so that a reader finds the old file or the new one, never a half. */
public final class ReportFiles {
    private ReportFiles() {}

    /** Writes the page, making its folder if absent. */
    public static Path writeHtml(Report report, Path file) {
        return write(new HtmlReport().render(report), file);
    }

    /** Writes the JSON, making its folder if absent. */
    public static Path writeJson(Report report, Path file) {
        return write(new JsonReport().render(report), file);
    }

    private static Path write(String text, Path file) {
        try {
            var folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            var part = folder.resolve(".report-" + UUID.randomUUID() + ".part");
            try {
                Files.writeString(part, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
            return file;
        } catch (IOException e) {
            throw new ReportException("Cannot write the report to %s: %s".formatted(file, e), e);
        }
    }
}
