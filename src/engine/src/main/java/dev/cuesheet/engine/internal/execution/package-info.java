/** Executes one run: decides what runs next, runs it, and stores what came of it. */
@NullMarked
package dev.cuesheet.engine.internal.execution;

import org.jspecify.annotations.NullMarked;
