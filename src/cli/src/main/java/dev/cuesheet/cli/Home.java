package dev.cuesheet.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The folder that keeps everything between two commands: run history, the local AWS, logs and caches. */
public record Home(Path folder) {

    /** The run history. */
    public Path database() {
        return folder.resolve("state.db");
    }

    /** State of the local AWS. */
    public Path aws() {
        return folder.resolve("aws");
    }

    public Path logs() {
        return folder.resolve("logs");
    }

    public Path cache() {
        return folder.resolve("cache");
    }

    public Path reports() {
        return folder.resolve("reports");
    }

    public boolean exists() {
        return Files.isDirectory(folder);
    }

    /** Makes the folder when it is not there, and finds out early whether it can be written to. */
    public Home ready() {
        try {
            Files.createDirectories(folder);
        } catch (AccessDeniedException e) {
            throw unwritable("permission denied", e);
        } catch (IOException e) {
            throw unwritable(e.getMessage(), e);
        }
        if (!Files.isWritable(folder)) {
            throw unwritable("permission denied", null);
        }
        return this;
    }

    private UserError unwritable(String reason, @Nullable Throwable cause) {
        var message = "Cannot keep state in %s: %s. Choose another folder with --home DIR or CUESHEET_HOME."
                .formatted(folder, reason);
        return cause == null ? new UserError(message) : new UserError(message, cause);
    }
}
