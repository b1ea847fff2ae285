/** Loads DAGs from a folder of Java sources, compiled when they have changed. */
@NullMarked
package dev.cuesheet.engine.dagbag;

import org.jspecify.annotations.NullMarked;
