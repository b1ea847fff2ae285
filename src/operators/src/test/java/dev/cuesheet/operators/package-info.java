/** What the operators promise, shown on the local AWS. */
@NullMarked
package dev.cuesheet.operators;

import org.jspecify.annotations.NullMarked;
