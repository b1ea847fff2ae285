/** Fills in Jinja templates. */
@NullMarked
package dev.cuesheet.engine.internal.template;

import org.jspecify.annotations.NullMarked;
