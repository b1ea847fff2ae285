/** Redshift clusters and SQL through the Redshift Data API. */
@NullMarked
package dev.cuesheet.aws.redshift;

import org.jspecify.annotations.NullMarked;
