package dev.cuesheet.localaws.duckdb.internal.sql;

import java.util.Optional;

/**
 * A column as CREATE TABLE declares it.
 *
 * @param defaultSql DuckDB's text of the default; empty when there is none
 * @param identity the numbers an IDENTITY column counts by
 * @param encoding the compression, recorded for the catalog
 * @param distKey true for the distribution key
 * @param sortKey place in the sort key from 1, 0 outside of it
 */
public record ColumnDefinition(
        String name,
        RedshiftType type,
        boolean notNull,
        Optional<String> defaultSql,
        Optional<Identity> identity,
        String encoding,
        boolean distKey,
        int sortKey) {

    /** First value and step; values of an {@code ALWAYS} column come from the sequence alone. */
    public record Identity(long seed, long step, boolean always) {}

    ColumnDefinition withKeys(boolean isDistKey, int sortPosition) {
        return new ColumnDefinition(name, type, notNull, defaultSql, identity, encoding, isDistKey, sortPosition);
    }

    ColumnDefinition required() {
        return new ColumnDefinition(name, type, true, defaultSql, identity, encoding, distKey, sortKey);
    }

    /** The column in DuckDB's DDL. Text lengths count bytes in Redshift, so a constraint guards them. */
    public String duckDb(String sequence) {
        var out = new StringBuilder(Sql.quoted(name)).append(' ').append(type.duckDb());
        if (identity.isPresent()) {
            out.append(" DEFAULT nextval(").append(Sql.literal(sequence)).append(')');
        } else {
            defaultSql.ifPresent(sql -> out.append(" DEFAULT ").append(sql));
        }
        if (notNull) {
            out.append(" NOT NULL");
        }
        if (type.isText()) {
            out.append(" CHECK (strlen(")
                    .append(Sql.quoted(name))
                    .append(") <= ")
                    .append(type.length())
                    .append(')');
        }
        return out.toString();
    }
}
