/** Redshift's clusters: their life, their roles, and the database engine behind each. */
@NullMarked
package dev.cuesheet.localaws.internal.redshift;

import org.jspecify.annotations.NullMarked;
