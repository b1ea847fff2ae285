/** The warehouse as its users see it. */
@NullMarked
package dev.cuesheet.localaws.duckdb;

import org.jspecify.annotations.NullMarked;
