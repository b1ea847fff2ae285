package dev.cuesheet.localaws.duckdb.internal.copy;

import java.util.List;
import java.util.Optional;

/** What the files look like. */
public sealed interface CopyFormat {

    /** The format's name in SYS_LOAD_HISTORY. */
    String label();

    /** Fields with a delimiter between them. */
    record Delimited(char delimiter, boolean removeQuotes, boolean escape) implements CopyFormat {
        @Override
        public String label() {
            return "text";
        }
    }

    /** Comma-separated, quoted where needed. */
    record Csv(char delimiter, char quote) implements CopyFormat {
        @Override
        public String label() {
            return "csv";
        }
    }

    /** Fields of fixed numbers of characters. */
    record FixedWidth(List<Integer> widths) implements CopyFormat {
        public FixedWidth {
            widths = List.copyOf(widths);
        }

        @Override
        public String label() {
            return "fixedwidth";
        }
    }

    /** One JSON object after another; a file of paths says where each column's value is, else keys are column names. */
    record Json(boolean ignoreCase, Optional<S3Location> paths) implements CopyFormat {
        @Override
        public String label() {
            return "json";
        }
    }

    /** Parquet, whose columns are taken by position. */
    record Parquet() implements CopyFormat {
        @Override
        public String label() {
            return "parquet";
        }
    }
}
