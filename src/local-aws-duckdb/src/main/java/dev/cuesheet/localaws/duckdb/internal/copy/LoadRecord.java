package dev.cuesheet.localaws.duckdb.internal.copy;

import java.time.Instant;
import java.util.List;

/** What one COPY came to, as SYS_LOAD_HISTORY shows it; an empty error message means success. */
public record LoadRecord(
        long query,
        int session,
        String user,
        String table,
        long tableId,
        Instant started,
        Instant ended,
        String source,
        String format,
        long rows,
        List<LoadedFile> files,
        List<LoadError> errors,
        String errorMessage) {
    public LoadRecord {
        files = List.copyOf(files);
        errors = List.copyOf(errors);
    }

    public boolean succeeded() {
        return errorMessage.isEmpty();
    }
}
