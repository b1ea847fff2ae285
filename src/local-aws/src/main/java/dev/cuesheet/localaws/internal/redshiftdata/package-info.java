/** The Redshift Data API: statements that run on their own and whose results wait to be read. */
@NullMarked
package dev.cuesheet.localaws.internal.redshiftdata;

import org.jspecify.annotations.NullMarked;
