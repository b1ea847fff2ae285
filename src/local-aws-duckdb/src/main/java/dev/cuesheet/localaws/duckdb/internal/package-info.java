/** Sessions, databases and the catalog that Redshift's users see. */
@NullMarked
package dev.cuesheet.localaws.duckdb.internal;

import org.jspecify.annotations.NullMarked;
