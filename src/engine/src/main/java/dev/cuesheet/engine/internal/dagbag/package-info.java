/** Finds, compiles and caches DAG sources, and calls what they define. */
@NullMarked
package dev.cuesheet.engine.internal.dagbag;

import org.jspecify.annotations.NullMarked;
