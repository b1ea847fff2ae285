/** For those who extend the engine: where its state is kept, and how time wakes it. */
@NullMarked
package dev.cuesheet.engine.spi;

import org.jspecify.annotations.NullMarked;
