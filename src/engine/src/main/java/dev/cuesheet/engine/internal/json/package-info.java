/** Turns task results and parameters into JSON and back, and writes a DAG's structure down. */
@NullMarked
package dev.cuesheet.engine.internal.json;

import org.jspecify.annotations.NullMarked;
