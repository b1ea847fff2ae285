/** COPY: its grammar, its readers and Redshift's rules of conversion. */
@NullMarked
package dev.cuesheet.localaws.duckdb.internal.copy;

import org.jspecify.annotations.NullMarked;
