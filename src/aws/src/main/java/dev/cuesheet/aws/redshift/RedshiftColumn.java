package dev.cuesheet.aws.redshift;

import static java.util.Objects.requireNonNull;

/** A column of a result; the type is Redshift's short name, for example {@code int4}, {@code numeric}, {@code timestamp}. */
public record RedshiftColumn(String name, String type, int precision, int scale) {
    public RedshiftColumn {
        requireNonNull(name, "name");
        requireNonNull(type, "type");
    }
}
