package dev.cuesheet.localaws.duckdb.internal.sql;

/**
 * A column of an existing table, as COPY needs to know it.
 *
 * @param hasDefault true when a row without a value gets something else than NULL
 */
public record TableColumn(String name, RedshiftType type, boolean notNull, boolean hasDefault, boolean identity) {}
