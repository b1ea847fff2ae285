/** Holds parameters against their JSON Schemas. */
@NullMarked
package dev.cuesheet.engine.internal.params;

import org.jspecify.annotations.NullMarked;
