/** Redshift's dialect: tokens, statements and their translation. */
@NullMarked
package dev.cuesheet.localaws.duckdb.internal.sql;

import org.jspecify.annotations.NullMarked;
