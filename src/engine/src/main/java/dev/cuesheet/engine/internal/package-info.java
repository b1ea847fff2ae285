/** How the engine does its work. Closed: everything here may change without notice. */
@NullMarked
package dev.cuesheet.engine.internal;

import org.jspecify.annotations.NullMarked;
