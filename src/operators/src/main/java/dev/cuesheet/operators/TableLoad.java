package dev.cuesheet.operators;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.aws.redshift.CopyStatement;

/** One table to be loaded: by which COPY, and what becomes of the rows it has. */
public record TableLoad(CopyStatement copy, Mode mode) {

    /** What becomes of the rows that a table has before it is loaded. */
    public enum Mode {
        /** They stay. */
        APPEND,
        /** They go, in the same transaction: until it commits, everybody sees the old rows. */
        REPLACE
    }

    public TableLoad {
        requireNonNull(copy, "copy");
        requireNonNull(mode, "mode");
    }

    public static TableLoad appending(CopyStatement copy) {
        return new TableLoad(copy, Mode.APPEND);
    }

    public static TableLoad replacing(CopyStatement copy) {
        return new TableLoad(copy, Mode.REPLACE);
    }
}
