/** The Glue catalog, its crawlers and its jobs. */
@NullMarked
package dev.cuesheet.aws.glue;

import org.jspecify.annotations.NullMarked;
