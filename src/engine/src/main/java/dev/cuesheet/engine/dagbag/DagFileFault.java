package dev.cuesheet.engine.dagbag;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * Why a file offers no DAG although it should.
 *
 * @param line 1 for the first; 0 when the fault is not of one line
 */
public record DagFileFault(Path file, long line, String message) {
    public DagFileFault {
        requireNonNull(file, "file");
        requireNonNull(message, "message");
    }

    /** {@code file:line: message}, as compilers print it. */
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + message;
    }
}
