package dev.cuesheet.cli;

import dev.cuesheet.localaws.LocalAws;

/** Puts a local AWS together: the protocols, DuckDB behind Redshift and Spark behind Glue. */
public final class LocalAwsParts {
    private LocalAwsParts() {}

    /** Ready to be given a port. Neither DuckDB nor Spark is touched before it is needed. */
    public static LocalAws.Builder builder(CuesheetCommand cuesheet, Home home) {
        var builder = LocalAws.builder().home(home.aws()).clock(cuesheet.shell().clock());
        cuesheet.shell().variable("AWS_REGION").ifPresent(builder::region);
        return builder;
    }
}
