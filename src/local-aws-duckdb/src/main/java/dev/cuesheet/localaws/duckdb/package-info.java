/** Answers Redshift SQL with DuckDB. */
@NullMarked
package dev.cuesheet.localaws.duckdb;

import org.jspecify.annotations.NullMarked;
