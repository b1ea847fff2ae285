/** Glue: the Data Catalog, crawlers, jobs and their runs. */
@NullMarked
package dev.cuesheet.localaws.internal.glue;

import org.jspecify.annotations.NullMarked;
