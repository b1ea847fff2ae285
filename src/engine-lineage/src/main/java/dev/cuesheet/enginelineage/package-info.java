/** Runs as events of OpenLineage, by its Java client. */
@NullMarked
package dev.cuesheet.enginelineage;

import org.jspecify.annotations.NullMarked;
