/** Whole-system tests over the built executable, and the rules of the house. */
@NullMarked
package dev.cuesheet.acceptance;

import org.jspecify.annotations.NullMarked;
